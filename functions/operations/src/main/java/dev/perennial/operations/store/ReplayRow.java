package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay and how far it is.
 *
 * @param fromAt the events that came into their topic then or later
 * @param toAt the events that came into their topic before
 * @param eventTypes CloudEvents types, separated by commas
 * @param owner only the events of this person; null for all
 * @param runningMs for how long it has run, without pauses
 * @param records how many records the topics have in the period; null before its first step
 * @param read how many of them were read
 */
@MappedEntity(schema = "operations", value = "replays")
public record ReplayRow(
    @Id UUID id,
    String function,
    ReplayMode mode,
    boolean dryRun,
    @Nullable String reason,
    Instant fromAt,
    Instant toAt,
    String eventTypes,
    @Nullable String owner,
    RunState state,
    String createdBy,
    Instant createdAt,
    int perSecond,
    int step,
    Instant steppedAt,
    long runningMs,
    @Nullable Instant finishedAt,
    @Nullable Long records,
    @Nullable Long read) {

  /** A replay that has made no step. */
  public static ReplayRow created(
      UUID id,
      String function,
      ReplayMode mode,
      boolean dryRun,
      @Nullable String reason,
      Instant from,
      Instant to,
      Set<String> types,
      @Nullable String owner,
      String by,
      int perSecond,
      Instant now) {
    return new ReplayRow(
        id,
        function,
        mode,
        dryRun,
        reason,
        from,
        to,
        String.join(",", types),
        owner,
        RunState.RUNNING,
        by,
        now,
        perSecond,
        0,
        now,
        0,
        null,
        null,
        null);
  }

  public boolean isRunning() {
    return state == RunState.RUNNING;
  }

  public Set<String> types() {
    return Set.of(eventTypes.split(","));
  }
}
