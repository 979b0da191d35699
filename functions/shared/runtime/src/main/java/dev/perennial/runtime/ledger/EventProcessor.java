package dev.perennial.runtime.ledger;

import dev.perennial.events.WrongPayload;
import dev.perennial.runtime.StoredEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.database.FaultWithoutValues;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles each event exactly once: the ledger's entry is the first statement of the transaction
 * that also does the work, so a crash anywhere leaves either all of it or nothing. Passing faults
 * are tried again in place; the count is kept in Postgres. A {@link GroupHandler} is given what
 * waits at the same time in one transaction.
 */
public final class EventProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(EventProcessor.class);

  /** How long an attempt may take before another delivery may think its process dead. */
  private static final Duration ATTEMPT = Duration.ofSeconds(60);

  private final Database database;
  private final LedgerRepository ledger;
  private final EventHandler handler;
  private final @Nullable Together together;
  private final RetrySchedule schedule;
  private final CountDownLatch stopping = new CountDownLatch(1);

  public EventProcessor(Database database, EventHandler handler, RetrySchedule schedule) {
    this.database = database;
    this.ledger = database.repository(LedgerRepository.class);
    this.handler = handler;
    this.together =
        handler instanceof GroupHandler group ? new Together(database, ledger, group) : null;
    this.schedule = schedule;
  }

  /** Takes one delivery of an event to its end; blocks while it waits between attempts. */
  public Answer process(CloudEvent event) throws InterruptedException {
    var delivery = new Delivery(event, UUID.randomUUID());
    try {
      return attemptUntilDecided(delivery);
    } catch (RuntimeException e) {
      if (DatabaseFault.unreachable(e)) {
        LOG.warn(
            "Postgres cannot be reached; the broker comes back with the event",
            FaultWithoutValues.of(e));
        return new Answer.Unavailable("Postgres cannot be reached");
      }
      throw e;
    }
  }

  /** Ends every wait between attempts; what waited is given back to the broker. */
  public void stop() {
    stopping.countDown();
  }

  private Answer attemptUntilDecided(Delivery delivery) throws InterruptedException {
    if (together != null && together.handled(delivery)) {
      return new Answer.Done();
    }
    while (true) {
      try {
        return together == null ? attempt(delivery) : together.inTurn(() -> attempt(delivery));
      } catch (Unprocessable | WrongPayload never) {
        return park(delivery, String.valueOf(never.getMessage()));
      } catch (TryLater later) {
        LOG.info("Not now, the broker comes back with the event: {}", later.getMessage());
        return giveBack(delivery, String.valueOf(later.getMessage()));
      } catch (RuntimeException fault) {
        if (DatabaseFault.unreachable(fault)) {
          throw fault;
        }
        var reason = FaultWithoutValues.reason(fault);
        var failures = countFailure(delivery, reason);
        if (failures == 0) {
          return new Answer.Running();
        }
        if (schedule.exhausted(failures)) {
          LOG.error(
              "Attempt {} failed, the last one: the event is parked",
              failures,
              FaultWithoutValues.of(fault));
          return park(delivery, reason);
        }
        var wait = schedule.after(failures);
        LOG.warn(
            "Attempt {} failed; the next one is in {} s",
            failures,
            wait.toSeconds(),
            FaultWithoutValues.of(fault));
        if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          return giveBack(delivery, "this instance is stopping");
        }
      }
    }
  }

  private Answer attempt(Delivery delivery) {
    if (handler instanceof OutwardHandler outward && outward.hasExternalEffect(delivery.event())) {
      var standing =
          database.inTransaction(
              () -> ledger.standing(delivery.source(), delivery.id(), delivery.token()));
      if (!standing.equals("MINE")) {
        return answer(delivery, standing);
      }
      outward.reachOut(delivery.event());
    }
    return answer(delivery, enter(delivery));
  }

  private String enter(Delivery delivery) {
    return database.inTransaction(
        () -> {
          var entered =
              ledger.enter(delivery.source(), delivery.id(), delivery.type(), delivery.token());
          if (entered.equals("MINE")) {
            handler.handle(delivery.event());
          }
          return entered;
        });
  }

  private Answer answer(Delivery delivery, String entry) {
    return switch (entry) {
      case "MINE", "COMPLETED" -> new Answer.Done();
      case "RUNNING" -> new Answer.Running();
      // Its first delivery may have died before the broker had the answer.
      case "PARKED" ->
          new Answer.Parked(ledger.reason(delivery.source(), delivery.id()).orElse("parked"));
      default -> throw new IllegalStateException("the ledger answered " + entry);
    };
  }

  /** The failures so far, or 0 if another delivery has taken the event over. */
  private int countFailure(Delivery delivery, String reason) {
    var lease = schedule.longest().plus(ATTEMPT).toSeconds();
    return database
        .inTransaction(
            () ->
                ledger.countFailure(
                    delivery.source(),
                    delivery.id(),
                    delivery.type(),
                    delivery.token(),
                    lease,
                    reason))
        .stream()
        .findFirst()
        .orElse(0);
  }

  private Answer park(Delivery delivery, String reason) {
    LOG.error("Parked, and left to the dead letters: {}", reason);
    var stored = StoredEvent.of(delivery.event());
    return database.inTransaction(
        () -> {
          ledger.park(
              delivery.source(),
              delivery.id(),
              delivery.type(),
              reason,
              stored.attributes(),
              stored.data());
          handler.parked(delivery.event(), reason);
          return new Answer.Parked(reason);
        });
  }

  private Answer giveBack(Delivery delivery, String reason) {
    return database.inTransaction(
        () -> {
          ledger.release(delivery.source(), delivery.id(), delivery.token());
          return new Answer.Unavailable(reason);
        });
  }
}
