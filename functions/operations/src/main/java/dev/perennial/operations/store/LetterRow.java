package dev.perennial.operations.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.UuidV7;
import dev.perennial.operations.letter.DeadLetter;
import dev.perennial.operations.letter.LetterState;
import dev.perennial.runtime.StoredEvent;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is stored.
 *
 * @param attributes of the event, as a JSON object; null if its owner has erased themself, or where
 *     the event was not read
 * @param data of the event; empty where there are no attributes
 */
@MappedEntity(schema = "operations", value = "dead_letters")
public record LetterRow(
    @Id UUID id,
    String function,
    String source,
    String eventId,
    String eventType,
    @Nullable String subject,
    @Nullable String owner,
    @Nullable Instant eventTime,
    @Nullable String traceId,
    @Nullable String attributes,
    byte[] data,
    String reason,
    String reasonGroup,
    @Nullable Integer statusCode,
    String error,
    String state,
    int generation,
    @Nullable UUID redrive,
    @Nullable String closedBy,
    @Nullable String closedReason,
    Instant firstFailedAt,
    Instant lastFailedAt,
    Instant changedAt) {

  static LetterRow of(DeadLetter letter, Instant now) {
    var stored = StoredEvent.of(letter.event());
    return new LetterRow(
        UuidV7.at(now),
        letter.function(),
        letter.event().getSource().toString(),
        letter.event().getId(),
        letter.event().getType(),
        letter.event().getSubject(),
        letter.owner(),
        letter.time(),
        letter.traceId(),
        stored.attributes(),
        stored.data(),
        letter.reason(),
        letter.reasonGroup(),
        letter.statusCode(),
        EventJson.MAPPER.writeValueAsString(letter.error()),
        LetterState.OPEN.name(),
        letter.generation(),
        null,
        null,
        null,
        now,
        now,
        now);
  }

  /** The same without content, for a person who has erased themself. */
  LetterRow erased() {
    return new LetterRow(
        id,
        function,
        source,
        eventId,
        eventType,
        subject,
        owner,
        eventTime,
        traceId,
        null,
        new byte[0],
        reason,
        reasonGroup,
        statusCode,
        error,
        LetterState.DISCARDED.name(),
        generation,
        null,
        Letters.SELF,
        Letters.ERASED,
        firstFailedAt,
        lastFailedAt,
        changedAt);
  }

  /** The event as it was published. */
  public StoredEvent event() {
    return new StoredEvent(Objects.requireNonNull(attributes), data);
  }
}
