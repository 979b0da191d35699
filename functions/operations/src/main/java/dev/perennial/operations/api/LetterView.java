package dev.perennial.operations.api;

import dev.perennial.operations.store.LetterRow;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dead letter in the list. */
record LetterView(
    UUID id,
    String function,
    String source,
    String eventId,
    String type,
    @Nullable String subject,
    @Nullable String owner,
    @Nullable Instant time,
    @Nullable String traceId,
    String state,
    int generation,
    @Nullable UUID redriveId,
    String reason,
    String reasonGroup,
    @Nullable Integer statusCode,
    Instant firstFailedAt,
    Instant lastFailedAt,
    @Nullable String closedBy,
    @Nullable String closedReason) {

  static LetterView of(LetterRow row) {
    return new LetterView(
        row.id(),
        row.function(),
        row.source(),
        row.eventId(),
        row.eventType(),
        row.subject(),
        row.owner(),
        row.eventTime(),
        row.traceId(),
        row.state().toLowerCase(Locale.ROOT),
        row.generation(),
        row.redrive(),
        row.reason(),
        row.reasonGroup(),
        row.statusCode(),
        row.firstFailedAt(),
        row.lastFailedAt(),
        row.closedBy(),
        row.closedReason());
  }
}
