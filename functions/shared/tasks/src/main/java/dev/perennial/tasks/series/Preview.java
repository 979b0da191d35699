package dev.perennial.tasks.series;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.tasks.recurrence.RuleDates;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The occurrences that a rule would give. They are computed as in a real series: each occurrence
 * gives the next one, on the assumption that it is completed in time.
 *
 * @param occurrences starts with the given due date; if a completion is given, also the occurrences
 *     after it
 * @param explain English sentences that explain unexpected dates, in the order of the occurrences
 * @param years at most how many years of the calendar were searched for them, which is the cost
 */
public record Preview(List<Occurrence> occurrences, List<String> explain, long years) {

  private static final UUID NO_SERIES = new UUID(0, 0);

  public Preview {
    occurrences = List.copyOf(occurrences);
    explain = List.copyOf(explain);
  }

  /**
   * @param due of the first occurrence; if null, {@code completedAt} is required
   * @param completedAt when the first is completed; null if it is in time
   * @param zone of the user; used only if the due date has no zone
   * @param limit the maximum number of occurrences
   */
  public static Preview of(
      Recurrence rule, @Nullable Due due, @Nullable Instant completedAt, ZoneId zone, int limit) {
    Occurrence occurrence = new Series(NO_SERIES, rule, Series.start(rule, due)).first();
    List<Occurrence> occurrences = new ArrayList<>();
    List<String> explain = new ArrayList<>();
    if (completedAt == null) {
      occurrences.add(occurrence);
      explain.addAll(Explanations.ofClockChange(occurrence, zone));
    }
    long days = 0;
    Instant closedAt = completedAt == null ? inTime(occurrence, zone) : completedAt;
    while (occurrences.size() < limit) {
      Step step = new Step(occurrence, closedAt, zone);
      Optional<Occurrence> next = step.next();
      days += searched(step, next);
      explain.addAll(Explanations.of(step, next));
      if (next.isEmpty()) {
        break;
      }
      occurrence = next.get();
      occurrences.add(occurrence);
      closedAt = inTime(occurrence, zone);
    }
    return new Preview(occurrences, explain, days / 365);
  }

  /**
   * At most how many days the step has searched: those between the two occurrences, or all after
   * the last one until the calendar repeats itself.
   */
  private static long searched(Step step, Optional<Occurrence> next) {
    Occurrence from = step.occurrence();
    if (from.series().endsWith(from.number())) {
      return 0;
    }
    LocalDate start = from.key() == null ? Series.FIRST_DATE : from.key().date();
    LocalDate last = next.map(found -> found.key().date()).orElse(Series.LAST_DATE);
    return Math.min(ChronoUnit.DAYS.between(start, last), RuleDates.LONGEST_SEARCH_DAYS);
  }

  /**
   * Two days early, unless the rule counts from the completion: a zone may skip the day itself
   * where it crosses the date line.
   */
  private static Instant inTime(Occurrence occurrence, ZoneId zone) {
    Instant due = occurrence.instant(zone).orElseThrow();
    return occurrence.series().rule().basis() == Basis.COMPLETION
        ? due
        : occurrence.key().date().minusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** An occurrence that is completed at an instant by a user in a zone. */
  record Step(Occurrence occurrence, Instant at, ZoneId zone) {

    Optional<Occurrence> next() {
      return occurrence.next(at, zone);
    }
  }
}
