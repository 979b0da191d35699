package dev.perennial.operations.store;

import dev.perennial.events.Envelope;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replays and how far they are. Every method joins the open transaction, or uses one of its own.
 */
public final class Replays {

  private final Database database;
  private final ReplayRows rows;
  private final ReplayProgressRows progress;
  private final InstantSource clock;

  public Replays(Database database, InstantSource clock) {
    this.database = database;
    this.rows = database.repository(ReplayRows.class);
    this.progress = database.repository(ReplayProgressRows.class);
    this.clock = clock;
  }

  /**
   * Stores a replay that has made no step.
   *
   * @return empty if another replay of the function has not ended, and neither is a dry run
   */
  public Optional<ReplayRow> create(ReplayRow replay) {
    return database.inTransaction(
        () -> {
          var inserted =
              rows.insert(
                  replay.id(),
                  replay.function(),
                  replay.mode().name(),
                  replay.dryRun(),
                  replay.reason(),
                  replay.fromAt(),
                  replay.toAt(),
                  replay.eventTypes(),
                  replay.owner(),
                  replay.createdBy(),
                  replay.createdAt(),
                  replay.perSecond());
          return inserted == 0 ? Optional.empty() : rows.find(replay.id());
        });
  }

  public Optional<ReplayRow> find(UUID id) {
    return database.inTransaction(() -> rows.find(id));
  }

  /** The newest replays, at most so many. */
  public List<ReplayRow> newest(int atMost) {
    return database.inTransaction(() -> rows.newest(atMost));
  }

  /** The replay, which nobody else changes until the transaction ends; empty if there is none. */
  public Optional<ReplayRow> lock(UUID id) {
    return database.inTransaction(() -> rows.lock(id) == 0 ? Optional.empty() : rows.find(id));
  }

  /** Running replays without a step for this long. */
  public List<UUID> stale(Duration age) {
    return database.inTransaction(() -> rows.stale(clock.instant().minus(age)));
  }

  public void change(UUID id, RunState state) {
    var finishedAt = state.isFinal() ? clock.instant() : null;
    database.inTransaction(() -> rows.change(id, state.name(), finishedAt));
  }

  /**
   * Records a step.
   *
   * @param since since when the replay has run; null if it has not
   */
  public void step(UUID id, int number, @Nullable Instant since) {
    var now = clock.instant();
    var ran = since == null ? 0 : Math.max(0, Duration.between(since, now).toMillis());
    database.inTransaction(() -> rows.step(id, number, now, ran));
  }

  /** Deletes replays that have ended and were created before this instant. */
  public void deleteOutlived(Instant before) {
    database.inTransaction(() -> rows.deleteOutlived(before));
  }

  /** What the replay reads; empty before its first step. */
  public List<PartitionRow> partitions(UUID replay) {
    return database.inTransaction(() -> progress.partitions(replay));
  }

  /** Stores how far these partitions are read. */
  public void store(UUID replay, List<PartitionRow> partitions) {
    var json =
        partitions.stream()
            .map(
                row ->
                    Map.of(
                        "topic", row.topic(),
                        "number", row.number(),
                        "begin_offset", row.beginOffset(),
                        "next_offset", row.nextOffset(),
                        "end_offset", row.endOffset()))
            .toList();
    database.inTransaction(() -> progress.store(replay, text(json)));
  }

  /** How many events of each type the ledger gave which answer for. */
  public List<CountRow> counts(UUID replay) {
    return database.inTransaction(() -> progress.counts(replay));
  }

  /** Adds these counts to those of the replay. */
  public void count(UUID replay, List<CountRow> counts) {
    var json =
        counts.stream()
            .map(
                row ->
                    Map.of(
                        "event_type", row.eventType(),
                        "answer", row.answer(),
                        "events", row.events()))
            .toList();
    database.inTransaction(() -> progress.count(replay, text(json)));
  }

  /** What the ledger of the function says about each of these events: MISSING or a state. */
  public List<String> answers(String function, List<CloudEvent> events) {
    var json = EventJson.MAPPER.createArrayNode();
    for (var event : events) {
      var time = event.getTime();
      json.addObject()
          .put("index", json.size())
          .put("consumer", function)
          .put("source", event.getSource().toString())
          .put("event_id", event.getId())
          .put("type", event.getType())
          .put("owner", Envelope.ownerOf(event))
          .put("time", time == null ? null : time.toString());
    }
    return database.inTransaction(
        () -> progress.answers(json.toString()).stream().map(AnswerRow::answer).toList());
  }

  private static String text(List<?> json) {
    return EventJson.MAPPER.writeValueAsString(json);
  }
}
