package dev.perennial.operations.api;

import dev.perennial.operations.store.RedriveRow;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A redrive and its progress: the counts add up to {@code letters}. */
record RedriveView(
    UUID id,
    String state,
    String createdBy,
    Instant createdAt,
    @Nullable Instant finishedAt,
    int perSecond,
    @Nullable Integer stopAtFailureRate,
    @Nullable String pauseReason,
    long letters,
    long waiting,
    long sent,
    long resolved,
    long failed,
    long erased,
    long cancelled) {

  static RedriveView of(RedriveRow row) {
    return new RedriveView(
        row.id(),
        row.state().toLowerCase(Locale.ROOT),
        row.createdBy(),
        row.createdAt(),
        row.finishedAt(),
        row.perSecond(),
        row.stopAtFailureRate(),
        row.pauseReason(),
        row.letters(),
        row.waiting(),
        row.sent(),
        row.resolved(),
        row.failed(),
        row.erased(),
        row.cancelled());
  }
}
