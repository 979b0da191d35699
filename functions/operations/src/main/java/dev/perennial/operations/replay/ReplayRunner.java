package dev.perennial.operations.replay;

import dev.perennial.events.Envelope;
import dev.perennial.events.RedriveStep;
import dev.perennial.operations.redrive.IllegalTransition;
import dev.perennial.operations.store.CountRow;
import dev.perennial.operations.store.PartitionRow;
import dev.perennial.operations.store.ReplayMode;
import dev.perennial.operations.store.ReplayRow;
import dev.perennial.operations.store.Replays;
import dev.perennial.operations.store.RunState;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.TryLater;
import dev.perennial.runtime.outbox.ForwardingOutbox;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/**
 * Reads the events of a replay and sends those that it has to send, in steps. A step sends events,
 * stores how far the topics are read, and emits the event of the step after it, all in one
 * transaction. So a replay goes on after a crash where it was. An event that is sent twice
 * nevertheless has one effect, because the ledger of the function knows it then.
 */
public final class ReplayRunner {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A step may be made by the event that waits for its time, or by a later one. */
  private static final Duration STALE = Duration.ofMinutes(1);

  private static final String MISSING = "MISSING";

  private final Database database;
  private final Replays replays;
  private final TopicReader topics;
  private final ReplayEvents events;
  private final InstantSource clock;

  public ReplayRunner(
      Database database,
      Replays replays,
      TopicReader topics,
      ForwardingOutbox outbox,
      InstantSource clock) {
    this.database = database;
    this.replays = replays;
    this.topics = topics;
    this.events = new ReplayEvents(outbox);
    this.clock = clock;
  }

  /**
   * What a step has read, before its transaction.
   *
   * @param step the last step that was made then
   * @param batch the next records
   */
  public record Prepared(int step, TopicBatch batch) {}

  /**
   * Starts a replay.
   *
   * @throws ReplayRunning if another one of the function has not ended
   */
  public ReplayRow start(ReplayRow replay) {
    return database.inTransaction(
        () -> {
          var created =
              replays.create(replay).orElseThrow(() -> new ReplayRunning(replay.function()));
          events.started(created);
          events.next(created, 0, new RedriveStep(1, clock.instant()));
          return created;
        });
  }

  /**
   * Sets the state of a replay.
   *
   * @return the replay; empty if there is none
   * @throws IllegalTransition if it has ended and the state is another
   */
  public Optional<ReplayRow> change(UUID id, RunState state, String by) {
    return database.inTransaction(() -> replays.lock(id).map(replay -> changed(replay, state, by)));
  }

  private ReplayRow changed(ReplayRow replay, RunState state, String by) {
    if (replay.state() == state) {
      return replay;
    }
    if (replay.state().isFinal()) {
      throw new IllegalTransition("replay", replay.state().name());
    }
    replays.change(replay.id(), state);
    var changed = replays.find(replay.id()).orElseThrow();
    events.changed(changed, by, sent(changed));
    if (state == RunState.RUNNING) {
      continueNow(changed);
    }
    return changed;
  }

  /**
   * Reads what this step needs, outside of a transaction.
   *
   * @return empty if the step is not to be made
   * @throws TryLater if Kafka cannot be read now
   */
  public Optional<Prepared> prepare(UUID id, RedriveStep step) {
    return replays.find(id).filter(replay -> isDue(replay, step)).map(this::read);
  }

  private Prepared read(ReplayRow replay) {
    try {
      var stored = replays.partitions(replay.id());
      var partitions =
          stored.isEmpty()
              ? topics.period(Subscriptions.TOPICS, replay.fromAt(), replay.toAt())
              : stored;
      return new Prepared(replay.step(), topics.next(partitions).withAll(partitions));
    } catch (KafkaException e) {
      throw new TryLater("the topics cannot be read: " + e.getMessage());
    }
  }

  private static boolean isDue(ReplayRow replay, RedriveStep step) {
    return replay.isRunning() && replay.step() < step.number();
  }

  /**
   * Makes this step, in the open transaction, unless it was made before.
   *
   * @throws TryLater if something else was read than is due now
   */
  public void step(UUID id, RedriveStep step, Optional<Prepared> prepared) {
    var locked = replays.lock(id).filter(replay -> isDue(replay, step));
    if (locked.isEmpty()) {
      return;
    }
    var replay = locked.get();
    var read =
        prepared
            .filter(some -> some.step() == replay.step())
            .orElseThrow(() -> new TryLater("the replay was changed at the same time"));
    advance(replay, step, read.batch());
  }

  private void advance(ReplayRow replay, RedriveStep step, TopicBatch batch) {
    var chosen = choose(replay, batch);
    if (!chosen.sent().isEmpty()) {
      events.replay(replay, chosen.sent());
    }
    if (!chosen.counts().isEmpty()) {
      replays.count(replay.id(), chosen.counts());
    }
    var after = batch.afterFirst(chosen.processed());
    replays.store(replay.id(), after);
    replays.step(replay.id(), step.number(), replay.steppedAt());
    if (after.stream().allMatch(PartitionRow::isRead)) {
      replays.change(replay.id(), RunState.FINISHED);
      var finished = replays.find(replay.id()).orElseThrow();
      events.changed(finished, ReplayEvents.SELF, sent(finished));
    } else {
      var next = new RedriveStep(step.number() + 1, nextTime(replay, step, chosen.sent().size()));
      events.next(replay, sent(replay), next);
    }
  }

  /**
   * @param processed how many records of the batch
   */
  private record Chosen(int processed, List<CloudEvent> sent, List<CountRow> counts) {}

  /** As many records as have events to be sent for one second. */
  private Chosen choose(ReplayRow replay, TopicBatch batch) {
    var types = replay.types();
    var concerned = new ArrayList<CloudEvent>();
    var positions = new ArrayList<Integer>();
    var seen = new HashSet<String>();
    for (int i = 0; i < batch.records().size(); i++) {
      var event = batch.records().get(i).event();
      // The same event may be in its topic twice, because it is published at least once.
      if (event != null
          && types.contains(event.getType())
          && (replay.owner() == null || replay.owner().equals(Envelope.ownerOf(event)))
          && seen.add(event.getSource() + " " + event.getId())) {
        concerned.add(event);
        positions.add(i);
      }
    }
    var answers = replays.answers(replay.function(), concerned);
    var sent = new ArrayList<CloudEvent>();
    var answered = new ArrayList<CountRow>();
    var processed = batch.records().size();
    for (int i = 0; i < concerned.size(); i++) {
      var isSent = !replay.dryRun() && sends(replay.mode(), answers.get(i));
      if (isSent && sent.size() == replay.perSecond()) {
        processed = positions.get(i);
        break;
      }
      if (isSent) {
        sent.add(concerned.get(i));
      }
      answered.add(new CountRow(concerned.get(i).getType(), answers.get(i), 1));
    }
    return new Chosen(processed, sent, sums(answered));
  }

  private static boolean sends(ReplayMode mode, String answer) {
    return switch (mode) {
      case MISSING -> answer.equals(MISSING);
      // What waits for its next attempt has had no effect, and a parked event is sent by a redrive.
      case FORCE -> answer.equals(MISSING) || answer.equals("COMPLETED");
    };
  }

  private static List<CountRow> sums(List<CountRow> ones) {
    return ones.stream()
        .collect(Collectors.groupingBy(row -> row, Collectors.counting()))
        .entrySet()
        .stream()
        .map(sum -> new CountRow(sum.getKey().eventType(), sum.getKey().answer(), sum.getValue()))
        .toList();
  }

  /** How many events were sent so far. */
  public long sent(ReplayRow replay) {
    return replay.dryRun() ? 0 : toSend(replay.mode(), replays.counts(replay.id()));
  }

  /** How many of these events are sent in this mode. */
  public static long toSend(ReplayMode mode, List<CountRow> counts) {
    return counts.stream()
        .filter(row -> sends(mode, row.answer()))
        .mapToLong(CountRow::events)
        .sum();
  }

  /** So long after the time of this step that what it has sent keeps the rate. */
  private Instant nextTime(ReplayRow replay, RedriveStep step, int sent) {
    var now = clock.instant();
    var next = step.notBefore().plus(SECOND.multipliedBy(sent).dividedBy(replay.perSecond()));
    return next.isBefore(now) ? now : next;
  }

  /** Continues replays whose next step is lost. */
  public void reviveStale() {
    for (var id : replays.stale(STALE)) {
      database.inTransaction(
          () -> replays.lock(id).filter(ReplayRow::isRunning).ifPresent(this::continueNow));
    }
  }

  /** Deletes replays that have ended and were created before this instant. */
  public void deleteOutlived(Instant before) {
    replays.deleteOutlived(before);
  }

  private void continueNow(ReplayRow replay) {
    replays.step(replay.id(), replay.step(), null);
    events.next(replay, sent(replay), new RedriveStep(replay.step() + 1, clock.instant()));
  }
}
