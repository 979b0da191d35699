package dev.perennial.operations;

import dev.perennial.events.Envelope;
import dev.perennial.events.EventType;
import dev.perennial.events.RedriveEvent;
import dev.perennial.events.RedriveStep;
import dev.perennial.events.ReplayEvent;
import dev.perennial.operations.letter.DeadLetter;
import dev.perennial.operations.redrive.RedriveRunner;
import dev.perennial.operations.replay.ReplayRunner;
import dev.perennial.operations.store.Letters;
import dev.perennial.runtime.ledger.EventData;
import dev.perennial.runtime.ledger.PreTransactionHandler;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.ledger.TryLater;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records dead letters, makes the steps of redrives and replays, and closes the letters of people
 * who erase themselves. Whatever the topic of dead letters contains is recorded; only events that
 * are no dead letters can be parked.
 */
final class Operations implements PreTransactionHandler {

  private static final String TIMER = "dev.knative.sources.ping";

  /** Well below the time that the broker waits for a response. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final Letters letters;
  private final RedriveRunner redrives;
  private final ReplayRunner replays;
  private final RecordedErasures erasures;
  private final Duration kept;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** What this thread has read for the step of a replay whose transaction follows. */
  private final ThreadLocal<Optional<ReplayRunner.Prepared>> prepared =
      ThreadLocal.withInitial(Optional::empty);

  /**
   * @param kept how long a letter is kept after its last change
   */
  Operations(
      Letters letters,
      RedriveRunner redrives,
      ReplayRunner replays,
      RecordedErasures erasures,
      Duration kept,
      InstantSource clock) {
    this.letters = letters;
    this.redrives = redrives;
    this.replays = replays;
    this.erasures = erasures;
    this.kept = kept;
    this.clock = clock;
  }

  /** The same event can be the dead letter of several functions, and several times of each. */
  @Override
  public String ledgerId(CloudEvent event) {
    if (!DeadLetter.isOne(event)) {
      return event.getId();
    }
    var letter = DeadLetter.of(event);
    return "%s %d %s".formatted(letter.function(), letter.generation(), event.getId());
  }

  @Override
  public boolean joinsGroup(CloudEvent event) {
    return DeadLetter.isOne(event);
  }

  @Override
  public boolean hasWorkBeforeTransaction(CloudEvent event) {
    return isStep(event, EventType.REDRIVE_ADVANCED) || isStep(event, EventType.REPLAY_ADVANCED);
  }

  /** Waits until the step may be made, and reads what a replay needs for it. */
  @Override
  public void beforeTransaction(CloudEvent event) {
    if (isStep(event, EventType.REDRIVE_ADVANCED)) {
      waitFor(required(EventData.read(event, RedriveEvent.class).step()));
      return;
    }
    var advanced = EventData.read(event, ReplayEvent.class);
    var step = required(advanced.step());
    waitFor(step);
    prepared.set(replays.prepare(advanced.replay().id(), step));
  }

  private static RedriveStep required(@Nullable RedriveStep step) {
    if (step == null) {
      throw new Unprocessable("the event has no step");
    }
    return step;
  }

  private void waitFor(RedriveStep step) {
    var wait = Duration.between(clock.instant(), step.notBefore());
    try {
      if (stopping.await(
          Math.clamp(wait.toMillis(), 0, LONGEST_WAIT.toMillis()), TimeUnit.MILLISECONDS)) {
        throw new TryLater("this instance is stopping");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TryLater("this instance is stopping");
    }
  }

  /** Ends every wait; the broker delivers the steps again. */
  void stop() {
    stopping.countDown();
  }

  @Override
  public void handle(CloudEvent event) {
    if (DeadLetter.isOne(event)) {
      letters.record(DeadLetter.of(event));
    } else if (isStep(event, EventType.REDRIVE_ADVANCED)) {
      var advanced = EventData.read(event, RedriveEvent.class);
      redrives.step(advanced.redrive().id(), required(advanced.step()));
    } else if (isStep(event, EventType.REPLAY_ADVANCED)) {
      advance(EventData.read(event, ReplayEvent.class));
    } else if (event.getType().equals(EventType.PROFILE_DELETED.type())) {
      erase(event);
    } else if (event.getType().equals(TIMER)) {
      maintain();
    } else {
      // A record of the topic that no broker has written.
      letters.record(DeadLetter.of(event));
    }
  }

  private static boolean isStep(CloudEvent event, EventType type) {
    return event.getType().equals(type.type()) && !DeadLetter.isOne(event);
  }

  private void advance(ReplayEvent advanced) {
    try {
      replays.step(advanced.replay().id(), required(advanced.step()), prepared.get());
    } finally {
      prepared.remove();
    }
  }

  private void erase(CloudEvent event) {
    var owner = Envelope.ownerOf(event);
    if (owner == null || event.getTime() == null) {
      throw new Unprocessable("the event has no extension owner, or no time");
    }
    letters.erase(owner, erasures.confirm(owner, event.getTime().toInstant()));
  }

  private void maintain() {
    letters.recordParked();
    redrives.reviveStale();
    replays.reviveStale();
    letters.deleteOutlived(clock.instant().minus(kept));
    replays.deleteOutlived(clock.instant().minus(kept));
  }
}
