package dev.perennial.reminderdispatch;

import dev.perennial.events.Channel;
import dev.perennial.events.Notification;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Delivery.State;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Punctuality;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Result;
import dev.perennial.reminders.delivery.Verdict;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.reminders.store.DeliveryStore.Outcome;
import dev.perennial.reminders.store.DeliveryStore.Patience;
import dev.perennial.reminders.store.DeliveryStore.Taken;
import dev.perennial.runtime.ledger.RetrySchedule;
import dev.perennial.runtime.ledger.TryLater;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one delivery to its end.
 *
 * <pre>
 *   PLANNED ──nothing to tell, channel off──> SUPPRESSED
 *      │ claim: lease, fence + 1, committed
 *   SENDING ──taken──> SENT      ──refused──> FAILED
 *      └──not now──> PLANNED again, and a fault
 * </pre>
 */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /**
   * How long a sender may have a delivery in hand: less than the 51 s after which the broker has
   * come back with the event for the seventh time.
   */
  static final Duration LEASE = Duration.ofSeconds(45);

  /**
   * How long a sender may take: more than a slow server, and so much less than the lease that
   * nothing is on its way any more when somebody else may have the delivery.
   */
  static final Duration SENDING = Duration.ofSeconds(30);

  /** As long as an event would be tried again if there were no other channel. */
  private static final Patience PATIENCE =
      new Patience(
          RetrySchedule.STANDARD.waits().size() + 1,
          RetrySchedule.STANDARD.waits().stream().reduce(Duration.ZERO, Duration::plus));

  private final DeliveryStore store;
  private final Map<Channel, Line> lines;
  private final Duration sending;
  private final InstantSource clock;

  /** A channel's way out, and what watches over it. */
  record Line(Messenger messenger, Circuit circuit) {}

  /**
   * @param sending how long a sender may take: less than {@link #LEASE}
   */
  Courier(DeliveryStore store, Map<Channel, Line> lines, Duration sending, InstantSource clock) {
    this.store = store;
    this.lines = lines;
    this.sending = sending;
    this.clock = clock;
  }

  /**
   * @throws TryLater if the channel is known to be away, or somebody else has the delivery in hand
   * @throws NotDelivered if it was tried and may work in a moment
   */
  void deliver(Notification told, Recipient to, Delivery delivery) {
    // Before any claim: it has to be over before the lease.
    Deadline deadline = Deadline.in(sending);
    Line line = lines.get(delivery.channel());
    Optional<String> closed = line.messenger().closedTo(to, told.kind());
    if (closed.isPresent()) {
      suppress(told, inHand(delivery), closed.get());
      return;
    }
    Optional<Circuit.Call> entered = line.circuit().enter();
    if (entered.isEmpty()) {
      dropOrWait(told, to, inHand(delivery), line.circuit());
      return;
    }
    try (Circuit.Call call = entered.get()) {
      attempt(told, to, delivery, line, call, deadline);
    }
  }

  /** Nothing is taken in hand while the channel is away. */
  private void dropOrWait(Notification told, Recipient to, Delivery delivery, Circuit circuit) {
    if (store.compose(told, to) instanceof Verdict.Drop(String reason)) {
      suppress(told, delivery, reason);
      return;
    }
    TryLater away = circuit.away();
    if (delivery.state() == State.SENDING) {
      store.putBack(delivery, String.valueOf(away.getMessage()));
    }
    throw away;
  }

  private void attempt(
      Notification told,
      Recipient to,
      Delivery delivery,
      Line line,
      Circuit.Call call,
      Deadline deadline) {
    Instant now = clock.instant();
    Notification toldNow = Punctuality.told(told, now);
    Taken taken =
        store.take(toldNow, to, delivery, now, now.plus(LEASE)).orElseThrow(Courier::inOtherHands);
    switch (taken.verdict()) {
      case Verdict.Drop(String reason) -> suppress(toldNow, taken.delivery(), reason);
      case Verdict.Tell(Message message) -> {
        Result result = line.messenger().send(message, taken.delivery(), deadline);
        call.came(result);
        settle(toldNow, taken.delivery(), result, line.circuit());
      }
    }
  }

  private void settle(Notification told, Delivery claimed, Result result, Circuit circuit) {
    switch (result) {
      case Result.Sent() -> settle(told, claimed, new Outcome(State.SENT, null));
      case Result.Suppressed(String reason) -> suppress(told, claimed, reason);
      case Result.Impossible(String reason) -> fail(told, claimed, reason);
      case Result.Refused(String reason) -> fail(told, claimed, reason);
      case Result.Deferred(String reason) ->
          throw new NotDelivered(
              reason, store.defer(claimed, reason, PATIENCE, clock.instant()).orElse(null));
      case Result.Crowded(String reason) -> {
        store.putBack(claimed, reason);
        throw new TryLater(reason);
      }
      case Result.Away(String reason) -> {
        store.putBack(claimed, reason);
        throw circuit.isOpen() ? new TryLater(reason) : new NotDelivered(reason, null);
      }
      case Result.Partly(Set<String> places, Result rest) ->
          settle(told, claimed.takenAlsoBy(places), rest, circuit);
    }
  }

  /** Gives up what was refused for now for too long, if it was. */
  void giveUp(Notification told, NotDelivered fault) {
    Delivery exhausted = fault.exhausted();
    if (exhausted != null) {
      fail(told, exhausted, String.valueOf(fault.getMessage()));
    }
  }

  private void fail(Notification told, Delivery delivery, String reason) {
    settle(told, delivery, new Outcome(State.FAILED, reason));
  }

  private void suppress(Notification told, Delivery delivery, String reason) {
    settle(told, delivery, new Outcome(State.SUPPRESSED, reason));
  }

  private void settle(Notification told, Delivery delivery, Outcome ended) {
    // What arrived somewhere was told, whatever became of the rest.
    Outcome outcome = delivery.taken().isEmpty() ? ended : new Outcome(State.SENT, null);
    store.settle(told, delivery, outcome, clock.instant());
    LOG.info(
        "{} by {}: {}{}",
        told.kind(),
        delivery.channel(),
        outcome.state(),
        outcome.reason() == null ? "" : ", " + outcome.reason());
  }

  /** What somebody left in the middle, or is in the middle of, is taken over first. */
  private Delivery inHand(Delivery delivery) {
    if (delivery.state() != State.SENDING) {
      return delivery;
    }
    Instant now = clock.instant();
    return store.claim(delivery, now, now.plus(LEASE)).orElseThrow(Courier::inOtherHands);
  }

  private static TryLater inOtherHands() {
    return new TryLater("another delivery has it in hand");
  }
}
