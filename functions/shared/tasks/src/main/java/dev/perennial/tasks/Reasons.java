package dev.perennial.tasks;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.tasks.Preview.Step;
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

  static List<String> of(Step step, Optional<Occurrence> next) {
    if (next.isEmpty()) {
      return List.of(ofTheEnd(step));
    }
    List<String> reasons = new ArrayList<>(ofTheClosing(step, next.get()));
    reasons.addAll(new MonthReasons(step, next.get()).all());
    reasons.addAll(ofTheClock(next.get(), step.zone()));
    return reasons;
  }

  private static String ofTheEnd(Step step) {
    Series series = step.turn().series();
    End end = series.rule().end();
    if (series.endsWith(step.turn().number())) {
      return "It ends here: " + step.turn().number() + " is all there were to be.";
    }
    Occurrence last = step.turn();
    return new Occurrence(series.endless(), last.key(), last.number())
        .next(step.at(), step.zone())
        .filter(_ -> end != null)
        .map(
            beyond -> "It ends here: the next, " + beyond.key() + ", is after " + end.until() + ".")
        .orElse("It ends here: the rule gives nothing more up to " + Series.LAST_DATE + ".");
  }

  private static List<String> ofTheClosing(Step step, Occurrence next) {
    Occurrence turn = step.turn();
    LocalDate closedOn = step.at().atZone(next.series().zoneOr(step.zone())).toLocalDate();
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
        rule.missed() == Missed.KEEP && !next.key().isAfter(step.at(), zone(next, step));
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

  private static ZoneId zone(Occurrence turn, Step step) {
    return turn.series().zoneOr(step.zone());
  }
}
