package dev.perennial.tasks.series;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.tasks.series.Preview.Step;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains in English sentences why the next occurrence has its date and time. */
final class Explanations {

  private Explanations() {}

  static List<String> of(Step step, Optional<Occurrence> next) {
    if (next.isEmpty()) {
      return List.of(ofEnd(step));
    }
    List<String> explanations = new ArrayList<>(ofExceptions(step.occurrence(), next.get()));
    explanations.addAll(ofClosing(step, next.get()));
    explanations.addAll(new MonthEndExplanations(step, next.get()).all());
    explanations.addAll(ofClockChange(next.get(), step.zone()));
    return explanations;
  }

  private static String ofEnd(Step step) {
    Series series = step.occurrence().series();
    End end = series.rule().end();
    if (series.endsWith(step.occurrence().number())) {
      return "It ends here: " + step.occurrence().number() + " is all there were to be.";
    }
    Occurrence last = step.occurrence();
    return new Occurrence(series.endless(), last.key(), last.number())
        .next(step.at(), step.zone())
        .filter(_ -> end != null)
        .map(
            beyond -> "It ends here: the next, " + beyond.key() + ", is after " + end.until() + ".")
        .orElse("It ends here: the rule gives nothing more up to " + Series.LAST_DATE + ".");
  }

  private static List<String> ofClosing(Step step, Occurrence next) {
    Occurrence occurrence = step.occurrence();
    LocalDate closedOn = step.at().atZone(next.series().zoneOr(step.zone())).toLocalDate();
    if (occurrence.key() == null) {
      return List.of("Without a due date it counts from the completion on " + closedOn + ".");
    }
    Recurrence rule = occurrence.series().rule();
    if (rule.basis() == Basis.COMPLETION) {
      return closedOn.equals(occurrence.key().date())
          ? List.of()
          : List.of(next.key() + ": it counts from the completion on " + closedOn + ".");
    }
    LocalDate follows = occurrence.following().orElseThrow().key().date();
    if (follows.isBefore(next.key().date())) {
      return List.of(follows + ": it had passed at the completion, so it is skipped" + upTo(next));
    }
    boolean isKept =
        rule.missed() == Missed.KEEP && !next.key().isAfter(step.at(), zone(next, step));
    return isKept
        ? List.of(
            next.key() + ": it had passed at the completion. It is kept, because missed is keep.")
        : List.of();
  }

  private static List<String> ofExceptions(Occurrence occurrence, Occurrence next) {
    List<LocalDate> except = next.series().rule().except();
    return except == null || occurrence.key() == null
        ? List.of()
        : except.stream()
            .filter(out -> out.isAfter(occurrence.key().date()) && out.isBefore(next.key().date()))
            .filter(
                out -> Occurrence.dates(next.series()).from(out).filter(out::equals).isPresent())
            .map(out -> out + ": it is an exception of the rule, so it is left out.")
            .toList();
  }

  private static String upTo(Occurrence next) {
    return " with what follows it before " + next.key() + ".";
  }

  /** Explains a time that the zone's clocks skip or repeat on that day. */
  static List<String> ofClockChange(Occurrence occurrence, ZoneId user) {
    OccurrenceKey key = occurrence.key();
    if (key.time() == null) {
      return List.of();
    }
    ZoneId zone = occurrence.series().zoneOr(user);
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

  private static ZoneId zone(Occurrence occurrence, Step step) {
    return occurrence.series().zoneOr(step.zone());
  }
}
