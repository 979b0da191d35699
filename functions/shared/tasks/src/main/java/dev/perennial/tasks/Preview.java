package dev.perennial.tasks;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a series would be, walked as the real one is: each occurrence is asked for the next, as if
 * it had been completed in time.
 *
 * @param occurrences the given due first; what follows a completion, if one is given
 * @param explain sentences on what may surprise, in the order of the occurrences
 */
public record Preview(List<Occurrence> occurrences, List<String> explain) {

  private static final UUID NOBODYS = new UUID(0, 0);

  public Preview {
    occurrences = List.copyOf(occurrences);
    explain = List.copyOf(explain);
  }

  /**
   * @param due of the first occurrence; if null, its completion is needed
   * @param completedAt when the first is completed; null if it is in time
   * @param zone where the person is; what the due date says itself goes before
   * @param limit of occurrences
   */
  public static Preview of(
      Recurrence rule, @Nullable Due due, @Nullable Instant completedAt, ZoneId zone, int limit) {
    Occurrence turn = new Series(NOBODYS, rule, due).first();
    List<Occurrence> occurrences = new ArrayList<>();
    List<String> explain = new ArrayList<>();
    if (completedAt == null) {
      occurrences.add(turn);
      explain.addAll(Reasons.ofTheClock(turn, zone));
    }
    Instant closedAt = completedAt == null ? inTime(turn, zone) : completedAt;
    while (occurrences.size() < limit) {
      Step step = new Step(turn, closedAt, zone);
      Optional<Occurrence> next = step.next();
      explain.addAll(Reasons.of(step, next));
      if (next.isEmpty()) {
        break;
      }
      turn = next.get();
      occurrences.add(turn);
      closedAt = inTime(turn, zone);
    }
    return new Preview(occurrences, explain);
  }

  /**
   * Nobody can complete anything on a day that a zone left out, so what does not count from the
   * completion is completed safely before.
   */
  private static Instant inTime(Occurrence turn, ZoneId zone) {
    Instant due = turn.instant(zone).orElseThrow();
    return turn.series().rule().basis() == Basis.COMPLETION
        ? due
        : turn.key().date().minusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** An occurrence that is completed at some moment by somebody somewhere. */
  record Step(Occurrence turn, Instant at, ZoneId zone) {

    Optional<Occurrence> next() {
      return turn.next(at, zone);
    }
  }
}
