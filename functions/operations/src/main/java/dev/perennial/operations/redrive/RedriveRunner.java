package dev.perennial.operations.redrive;

import dev.perennial.events.RedriveStep;
import dev.perennial.operations.store.LetterFilter;
import dev.perennial.operations.store.RedriveRow;
import dev.perennial.operations.store.Redrives;
import dev.perennial.operations.store.RunState;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.ForwardingOutbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends the letters of a redrive again, in steps. A step settles the letters whose outcome is
 * known, sends the next ones, and emits the event of the step after it, all in one transaction. So
 * a redrive goes on after a crash where it was, and sends no letter twice.
 */
public final class RedriveRunner {

  /** Fewer outcomes say little about the rate of failures. */
  private static final int OUTCOMES_TO_JUDGE = 10;

  private static final Duration STEP = Duration.ofSeconds(1);

  /** After so many steps without a letter to send, only reads and maintenance look for outcomes. */
  private static final int MAX_IDLE_STEPS = 6;

  /** A step may be made by the event that waits for its time, or by a later one. */
  private static final Duration STALE = Duration.ofMinutes(1);

  private final Database database;
  private final Redrives redrives;
  private final RedriveEvents events;
  private final InstantSource clock;

  public RedriveRunner(
      Database database, Redrives redrives, ForwardingOutbox outbox, InstantSource clock) {
    this.database = database;
    this.redrives = redrives;
    this.events = new RedriveEvents(outbox);
    this.clock = clock;
  }

  /**
   * Starts a redrive of those of these letters that can be sent.
   *
   * @param stopAtFailureRate pauses when this many per cent of the letters fail again; null for
   *     never
   * @return empty if there are none
   */
  public Optional<RedriveRow> start(
      UUID id, String by, LetterFilter filter, int perSecond, @Nullable Integer stopAtFailureRate) {
    return database.inTransaction(
        () -> {
          var created = redrives.create(id, by, filter, perSecond, stopAtFailureRate);
          created.ifPresent(
              redrive -> {
                events.started(redrive);
                events.next(redrive, new RedriveStep(1, clock.instant()));
              });
          return created;
        });
  }

  /**
   * Sets the state of a redrive.
   *
   * @return the redrive; empty if there is none
   * @throws IllegalTransition if it has ended and the state is another
   */
  public Optional<RedriveRow> change(UUID id, RunState state, String by) {
    return database.inTransaction(() -> changed(id, state, by));
  }

  private Optional<RedriveRow> changed(UUID id, RunState state, String by) {
    var redrive = redrives.lock(id);
    if (redrive.isEmpty() || redrive.get().state().equals(state.name())) {
      return redrive;
    }
    if (RunState.valueOf(redrive.get().state()).isFinal()) {
      throw new IllegalTransition("redrive", redrive.get().state());
    }
    redrives.change(id, state, null);
    if (state == RunState.CANCELLED) {
      redrives.cancelWaiting(id);
    }
    var changed = redrives.find(id).orElseThrow();
    events.changed(changed, by);
    if (state == RunState.RUNNING) {
      continueNow(changed);
    }
    return redrives.find(id);
  }

  /** Looks for outcomes now; returns the redrive, empty if there is none. */
  public Optional<RedriveRow> settled(UUID id) {
    return database.inTransaction(
        () -> {
          if (redrives.lock(id).isEmpty()) {
            return Optional.empty();
          }
          redrives.settle(id);
          var redrive = redrives.find(id).orElseThrow();
          return Optional.of(isDone(redrive) ? finish(redrive) : redrive);
        });
  }

  /** Makes this step, in the open transaction, unless it was made before. */
  public void step(UUID id, RedriveStep step) {
    var locked = redrives.lock(id);
    if (locked.isEmpty() || locked.get().step() >= step.number()) {
      return;
    }
    redrives.settle(id);
    var redrive = redrives.find(id).orElseThrow();
    if (redrive.isRunning() && !isPausedForFailures(redrive)) {
      send(redrive, step);
    }
  }

  /** Continues redrives whose next step is lost, and settles those that wait for outcomes. */
  public void reviveStale() {
    for (var id : database.inTransaction(() -> redrives.stale(STALE))) {
      database.inTransaction(
          () -> settled(id).filter(RedriveRow::isRunning).ifPresent(this::continueNow));
    }
  }

  private void send(RedriveRow redrive, RedriveStep step) {
    var letters = redrives.next(redrive.id(), redrive.perSecond());
    if (!letters.isEmpty()) {
      events.redrive(redrive.id(), letters);
      redrives.send(redrive.id(), letters);
    }
    int idle = letters.isEmpty() ? redrive.idleSteps() + 1 : 0;
    redrives.step(redrive.id(), step.number(), idle);
    var after = redrives.find(redrive.id()).orElseThrow();
    if (isDone(after)) {
      finish(after);
    } else if (idle <= MAX_IDLE_STEPS) {
      events.next(after, new RedriveStep(step.number() + 1, nextTime(step, idle)));
    }
  }

  /** One second after the time of this step, so that its work does not lower the rate. */
  private Instant nextTime(RedriveStep step, int idle) {
    var now = clock.instant();
    if (idle > 1) {
      return now.plusSeconds(1L << (idle - 2));
    }
    var next = step.notBefore().plus(STEP);
    return next.isBefore(now) ? now : next;
  }

  private boolean isPausedForFailures(RedriveRow redrive) {
    var outcomes = redrive.resolved() + redrive.failed();
    var limit = redrive.stopAtFailureRate();
    if (limit == null || outcomes < OUTCOMES_TO_JUDGE || redrive.waiting() == 0) {
      return false;
    }
    var rate = redrive.failed() * 100 / outcomes;
    if (rate < limit) {
      return false;
    }
    redrives.change(redrive.id(), RunState.PAUSED, rate + " % of the letters failed again");
    events.changed(redrives.find(redrive.id()).orElseThrow(), RedriveEvents.SELF);
    return true;
  }

  private static boolean isDone(RedriveRow redrive) {
    return redrive.isRunning() && redrive.waiting() == 0 && redrive.sent() == 0;
  }

  private RedriveRow finish(RedriveRow redrive) {
    redrives.change(redrive.id(), RunState.FINISHED, null);
    var finished = redrives.find(redrive.id()).orElseThrow();
    events.changed(finished, RedriveEvents.SELF);
    return finished;
  }

  private void continueNow(RedriveRow redrive) {
    // Counts as a step that found something, so that the steps after it are soon.
    redrives.step(redrive.id(), redrive.step(), 0);
    events.next(redrive, new RedriveStep(redrive.step() + 1, clock.instant()));
  }
}
