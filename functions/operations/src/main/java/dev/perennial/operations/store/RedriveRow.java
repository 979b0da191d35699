package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A redrive and how many of its letters have which outcome.
 *
 * @param waiting are not sent yet
 * @param sent have no outcome yet
 * @param failed failed again
 * @param erased belong to a person who has erased themself since
 * @param cancelled were not sent
 */
@MappedEntity(schema = "operations", value = "redrives")
public record RedriveRow(
    @Id UUID id,
    String state,
    String createdBy,
    Instant createdAt,
    int perSecond,
    @Nullable Integer stopAtFailureRate,
    @Nullable String pauseReason,
    int step,
    Instant steppedAt,
    int idleSteps,
    @Nullable Instant finishedAt,
    long waiting,
    long sent,
    long resolved,
    long failed,
    long erased,
    long cancelled) {

  /** How many letters were chosen when it was created. */
  public long letters() {
    return waiting + sent + resolved + failed + erased + cancelled;
  }

  public boolean isRunning() {
    return state.equals("RUNNING");
  }
}
