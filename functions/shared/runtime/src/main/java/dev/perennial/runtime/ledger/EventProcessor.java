package dev.perennial.runtime.ledger;

import dev.perennial.events.WrongPayload;
import dev.perennial.runtime.StoredEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.database.RedactedFault;
import dev.perennial.runtime.outbox.EventTooLarge;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes each event exactly once: entering the ledger is the first statement of the transaction
 * that also contains the effect, so a crash at any point leaves both or neither. Deliveries that
 * wait at the same time share a transaction ({@link GroupCommit}). Transient faults are retried in
 * place; the number of attempts is kept in Postgres.
 */
public final class EventProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(EventProcessor.class);

  /** After this time another delivery may assume that the process of an attempt has died. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(60);

  private final Database database;
  private final LedgerRows ledger;
  private final EventHandler handler;
  private final GroupCommit groups;
  private final RetrySchedule schedule;
  private final CountDownLatch stopping = new CountDownLatch(1);

  public EventProcessor(Database database, EventHandler handler, RetrySchedule schedule) {
    this.database = database;
    this.ledger = database.repository(LedgerRows.class);
    this.handler = handler;
    this.groups = new GroupCommit(database, ledger, handler, this::enter);
    this.schedule = schedule;
  }

  /** Processes one delivery of an event; blocks while it waits between attempts. */
  public DeliveryOutcome process(CloudEvent event) throws InterruptedException {
    return process(event, _ -> {});
  }

  /**
   * As {@link #process(CloudEvent)}.
   *
   * @param attempts gets the number of an attempt whenever it is known, counted over all deliveries
   *     of the event
   */
  public DeliveryOutcome process(CloudEvent event, IntConsumer attempts)
      throws InterruptedException {
    var delivery =
        new EventDelivery(
            event, Replay.ledgerId(event, handler.ledgerId(event)), UUID.randomUUID());
    try {
      return attemptUntilDecided(delivery, attempts);
    } catch (RuntimeException e) {
      if (DatabaseFault.isUnreachable(e)) {
        LOG.warn("Postgres cannot be reached; the broker retries the event", RedactedFault.of(e));
        return new DeliveryOutcome.Unavailable("Postgres cannot be reached");
      }
      throw e;
    }
  }

  /** Ends every wait between attempts; the broker retries the events that waited. */
  public void stop() {
    stopping.countDown();
  }

  private DeliveryOutcome attemptUntilDecided(EventDelivery delivery, IntConsumer attempts)
      throws InterruptedException {
    for (var isFirst = true; ; isFirst = false) {
      try {
        return attempt(delivery, isFirst);
      } catch (Unprocessable | WrongPayload | EventTooLarge never) {
        return park(delivery, String.valueOf(never.getMessage()));
      } catch (TryLater later) {
        LOG.info("Not possible now, the broker retries the event: {}", later.getMessage());
        return release(delivery, String.valueOf(later.getMessage()));
      } catch (RuntimeException fault) {
        if (DatabaseFault.isUnreachable(fault)) {
          throw fault;
        }
        var reason = RedactedFault.reason(fault);
        var failures = countFailure(delivery, reason);
        if (failures == 0) {
          return new DeliveryOutcome.InProgress();
        }
        attempts.accept(failures);
        if (schedule.exhausted(failures)) {
          LOG.error(
              "Attempt {} failed, the last one: the event is parked",
              failures,
              RedactedFault.of(fault));
          return park(delivery, reason);
        }
        var wait = schedule.after(failures);
        LOG.warn(
            "Attempt {} failed; the next one is in {} s",
            failures,
            wait.toSeconds(),
            RedactedFault.of(fault));
        if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          return release(delivery, "this instance is stopping");
        }
        attempts.accept(failures + 1);
      }
    }
  }

  private DeliveryOutcome attempt(EventDelivery delivery, boolean isFirst)
      throws InterruptedException {
    if (handler instanceof PreTransactionHandler early
        && early.hasWorkBeforeTransaction(delivery.event())) {
      var state =
          ledger.state(delivery.source(), delivery.id(), delivery.token(), delivery.generation());
      if (state != LedgerState.ACQUIRED) {
        return outcome(delivery, state);
      }
      early.beforeTransaction(delivery.event());
    }
    return outcome(delivery, entered(delivery, isFirst));
  }

  /** Later attempts are made alone, because a lease belongs to one delivery. */
  private LedgerState entered(EventDelivery delivery, boolean isFirst) throws InterruptedException {
    if (!handler.joinsGroup(delivery.event())) {
      return enter(delivery);
    }
    return isFirst ? groups.enter(delivery) : groups.enterAlone(delivery);
  }

  private LedgerState enter(EventDelivery delivery) {
    return database.inTransaction(
        () -> {
          var entered =
              ledger.enter(
                  delivery.source(),
                  delivery.id(),
                  delivery.type(),
                  delivery.token(),
                  delivery.generation());
          if (entered == LedgerState.ACQUIRED) {
            handler.handle(delivery.event());
          }
          return entered;
        });
  }

  private DeliveryOutcome outcome(EventDelivery delivery, LedgerState state) {
    return switch (state) {
      case ACQUIRED -> new DeliveryOutcome.Done();
      case COMPLETED, ERASED -> new DeliveryOutcome.Duplicate();
      case IN_PROGRESS -> new DeliveryOutcome.InProgress();
      // The instance that parked the event may have died before the broker got its response.
      case PARKED ->
          new DeliveryOutcome.Parked(
              ledger.reason(delivery.source(), delivery.id()).orElse("parked"));
    };
  }

  /** The failed attempts so far, or 0 if another delivery holds the lease. */
  private int countFailure(EventDelivery delivery, String reason) {
    var lease = schedule.longest().plus(ATTEMPT_TIMEOUT).toSeconds();
    return database
        .inTransaction(
            () ->
                ledger.countFailure(
                    delivery.source(),
                    delivery.id(),
                    delivery.type(),
                    delivery.token(),
                    lease,
                    reason,
                    delivery.generation()))
        .stream()
        .findFirst()
        .orElse(0);
  }

  private DeliveryOutcome park(EventDelivery delivery, String reason) {
    LOG.error("The event is parked and sent to the dead letters: {}", reason);
    var stored = StoredEvent.of(delivery.event());
    return database.inTransaction(
        () -> {
          ledger.park(
              delivery.source(),
              delivery.id(),
              delivery.type(),
              reason,
              stored.attributes(),
              stored.data(),
              delivery.generation());
          handler.parked(delivery.event(), reason);
          return new DeliveryOutcome.Parked(reason);
        });
  }

  private DeliveryOutcome release(EventDelivery delivery, String reason) {
    return database.inTransaction(
        () -> {
          ledger.release(delivery.source(), delivery.id(), delivery.token());
          return new DeliveryOutcome.Unavailable(reason);
        });
  }
}
