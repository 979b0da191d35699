package dev.perennial.operations.api;

import dev.perennial.events.EventType;
import dev.perennial.operations.replay.ReplayRunner;
import dev.perennial.operations.store.CountRow;
import dev.perennial.operations.store.ReplayRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay and its progress.
 *
 * @param records in the topics; null before the first step
 * @param remaining those that are not read; null before the first step
 * @param readPerSecond null before the first step
 * @param remainingSeconds null unless it runs and the rate is known
 * @param toSend how many of the events that were read are to be sent: all that were sent, or that a
 *     dry run would send
 */
record ReplayView(
    UUID id,
    String function,
    String mode,
    boolean dryRun,
    @Nullable String reason,
    Instant from,
    Instant to,
    List<String> types,
    @Nullable String owner,
    String state,
    String createdBy,
    Instant createdAt,
    @Nullable Instant finishedAt,
    int perSecond,
    @Nullable Long records,
    long read,
    @Nullable Long remaining,
    @Nullable Long readPerSecond,
    @Nullable Long remainingSeconds,
    long toSend,
    long sent,
    List<Count> counts) {

  private static final long SECOND = 1_000;

  /** How many events of a type the ledger gave this answer for. */
  record Count(String type, String answer, long events) {}

  static ReplayView of(ReplayRow row, List<CountRow> counts) {
    var rate = rate(row);
    var remaining = row.records() == null ? null : Long.valueOf(row.records() - read(row));
    var toSend = ReplayRunner.toSend(row.mode(), counts);
    return new ReplayView(
        row.id(),
        row.function(),
        lower(row.mode().name()),
        row.dryRun(),
        row.reason(),
        row.fromAt(),
        row.toAt(),
        row.types().stream().map(ReplayView::shortName).sorted().toList(),
        row.owner(),
        lower(row.state().name()),
        row.createdBy(),
        row.createdAt(),
        row.finishedAt(),
        row.perSecond(),
        row.records(),
        read(row),
        remaining,
        rate,
        row.isRunning() && rate != null && rate > 0 && remaining != null
            ? Long.valueOf(Math.ceilDiv(remaining, rate))
            : null,
        toSend,
        row.dryRun() ? 0 : toSend,
        counts.stream()
            .map(
                count ->
                    new Count(shortName(count.eventType()), lower(count.answer()), count.events()))
            .toList());
  }

  private static long read(ReplayRow row) {
    return row.read() == null ? 0 : row.read();
  }

  private static @Nullable Long rate(ReplayRow row) {
    return row.read() == null ? null : row.read() * SECOND / Math.max(1, row.runningMs());
  }

  private static String shortName(String type) {
    return EventType.of(type).map(EventType::shortName).orElse(type);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
