package dev.perennial.tasks;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.tasks.Preview.Closing;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why an occurrence follows another when it does, in sentences for people. */
final class Reasons {

  private Reasons() {}

  static List<String> of(Closing closing) {
    Optional<Occurrence> next = closing.next();
    if (next.isEmpty()) {
      return List.of(ofTheEnd(closing));
    }
    List<String> reasons = new ArrayList<>(ofTheClosing(closing, next.get()));
    reasons.addAll(new MonthReasons(closing, next.get()).all());
    reasons.addAll(ofTheClock(next.get(), closing.zone()));
    return reasons;
  }

  private static String ofTheEnd(Closing closing) {
    Series series = closing.turn().series();
    End end = series.rule().end();
    if (series.endsWith(closing.turn().number())) {
      return "It ends here: " + closing.turn().number() + " is all there were to be.";
    }
    Occurrence last = closing.turn();
    return new Occurrence(series.endless(), last.key(), last.number())
        .next(closing.at(), closing.zone())
        .filter(_ -> end != null)
        .map(
            beyond -> "It ends here: the next, " + beyond.key() + ", is after " + end.until() + ".")
        .orElse("It ends here: the rule gives nothing more up to " + Series.LAST_DATE + ".");
  }

  private static List<String> ofTheClosing(Closing closing, Occurrence next) {
    Occurrence turn = closing.turn();
    LocalDate closedOn = closing.at().atZone(next.series().zoneOr(closing.zone())).toLocalDate();
    if (turn.key() == null) {
      return List.of("Without a due date it counts from the completion on " + closedOn + ".");
    }
    Recurrence rule = turn.series().rule();
    if (rule.basis() == Basis.COMPLETION) {
      return closedOn.equals(turn.key().date())
          ? List.of()
          : List.of(next.key() + ": it counts from the completion on " + closedOn + ".");
    }
    LocalDate follows = Occurrence.dates(turn.series()).after(turn.key().date()).orElseThrow();
    if (follows.isBefore(next.key().date())) {
      return List.of(follows + ": it had passed at the completion, so it is skipped" + upTo(next));
    }
    boolean isKept =
        rule.missed() == Missed.KEEP && !next.key().isAfter(closing.at(), zone(next, closing));
    return isKept
        ? List.of(next.key() + ": it had passed at the completion, and is kept as missed says.")
        : List.of();
  }

  private static String upTo(Occurrence next) {
    return " with what follows it before " + next.key() + ".";
  }

  /** A time that the zone's clocks leave out or repeat on that day. */
  static List<String> ofTheClock(Occurrence turn, ZoneId person) {
    OccurrenceKey key = turn.key();
    if (key.time() == null) {
      return List.of();
    }
    ZoneId zone = turn.series().zoneOr(person);
    LocalDateTime local = key.date().atTime(key.time());
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      return List.of();
    }
    ZonedDateTime meant = local.atZone(zone);
    return List.of(
        change.isGap()
            ? key
                + ": the clocks of "
                + zone
                + " leave it out, so it is "
                + meant.toLocalDateTime()
                + "."
            : key
                + ": the clocks of "
                + zone
                + " have it twice; the first is meant, at "
                + meant.getOffset()
                + ".");
  }

  private static ZoneId zone(Occurrence turn, Closing closing) {
    return turn.series().zoneOr(closing.zone());
  }
}
