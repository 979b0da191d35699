package dev.perennial.reminderdispatch;

import dev.perennial.events.Channel;
import dev.perennial.events.Notification;
import dev.perennial.reminderdispatch.channel.ChannelSender;
import dev.perennial.reminderdispatch.channel.Deadline;
import dev.perennial.reminderdispatch.channel.SendResult;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Delivery.State;
import dev.perennial.reminders.delivery.Grace;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Verdict;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.reminders.store.DeliveryStore.Claim;
import dev.perennial.reminders.store.DeliveryStore.DeferralLimit;
import dev.perennial.runtime.ledger.RetrySchedule;
import dev.perennial.runtime.ledger.TryLater;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers a notification by one channel.
 *
 * <pre>
 *   PLANNED ──nothing to send, channel off──> SUPPRESSED
 *      │ claim: lease, fence + 1, committed
 *   SENDING ──accepted──> SENT      ──rejected──> FAILED
 *      └──deferred, unavailable──> PLANNED again, and an exception
 * </pre>
 */
final class ChannelDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelDelivery.class);

  /**
   * How long a sender holds a claim: shorter than the 51 s after which the broker delivers the
   * event for the seventh time.
   */
  static final Duration LEASE = Duration.ofSeconds(45);

  /**
   * How long sending may take: longer than a slow server needs, and so much shorter than the lease
   * that nothing is in flight when another sender claims the delivery.
   */
  static final Duration SENDING = Duration.ofSeconds(30);

  /** The number of attempts and the total time that the standard schedule gives an event. */
  private static final DeferralLimit DEFERRAL_LIMIT =
      new DeferralLimit(
          RetrySchedule.STANDARD.waits().size() + 1,
          RetrySchedule.STANDARD.waits().stream().reduce(Duration.ZERO, Duration::plus));

  private final DeliveryStore store;
  private final Map<Channel, Route> routes;
  private final Duration sending;
  private final InstantSource clock;

  /** The sender of a channel and its circuit breaker. */
  record Route(ChannelSender sender, Circuit circuit) {}

  /**
   * @param sending how long sending may take: shorter than {@link #LEASE}
   */
  ChannelDelivery(
      DeliveryStore store, Map<Channel, Route> routes, Duration sending, InstantSource clock) {
    this.store = store;
    this.routes = routes;
    this.sending = sending;
    this.clock = clock;
  }

  /**
   * Delivers by the channel of this delivery and settles it.
   *
   * @throws TryLater if the circuit is open, or another sender holds the delivery
   * @throws TransientDeliveryFailure if sending failed and a retry may succeed
   */
  void deliver(Notification notification, Recipient to, Delivery delivery) {
    // Starts before the claim, so that it ends before the lease.
    Deadline deadline = Deadline.in(sending);
    Route route = routes.get(delivery.channel());
    Optional<String> unavailable = route.sender().unavailableTo(to, notification.kind());
    if (unavailable.isPresent()) {
      suppress(notification, claimedIfSending(delivery), unavailable.get());
      return;
    }
    Optional<Circuit.Call> call = route.circuit().enter();
    if (call.isEmpty()) {
      suppressOrWait(notification, to, claimedIfSending(delivery), route.circuit());
      return;
    }
    try (Circuit.Call entered = call.get()) {
      attempt(notification, to, delivery, route, entered, deadline);
    }
  }

  /** While the circuit is open, no delivery is claimed for sending. */
  private void suppressOrWait(
      Notification notification, Recipient to, Delivery delivery, Circuit circuit) {
    if (store.compose(notification, to) instanceof Verdict.Drop(String reason)) {
      suppress(notification, delivery, reason);
      return;
    }
    TryLater unavailable = circuit.unavailable();
    if (delivery.state() == State.SENDING) {
      store.release(delivery, String.valueOf(unavailable.getMessage()));
    }
    throw unavailable;
  }

  private void attempt(
      Notification notification,
      Recipient to,
      Delivery delivery,
      Route route,
      Circuit.Call call,
      Deadline deadline) {
    Instant now = clock.instant();
    Notification current = Grace.updated(notification, now);
    Claim claim =
        store
            .composeAndClaim(current, to, delivery, now, now.plus(LEASE))
            .orElseThrow(ChannelDelivery::heldByAnother);
    switch (claim.verdict()) {
      case Verdict.Drop(String reason) -> suppress(current, claim.delivery(), reason);
      case Verdict.Send(Message message) -> {
        SendResult result = route.sender().send(message, claim.delivery(), deadline);
        call.record(result);
        settle(current, claim.delivery(), result, route.circuit());
      }
    }
  }

  private void settle(
      Notification notification, Delivery claimed, SendResult result, Circuit circuit) {
    switch (result) {
      case SendResult.Sent() -> settle(notification, claimed, State.SENT, null);
      case SendResult.Suppressed(String reason) -> suppress(notification, claimed, reason);
      case SendResult.Undeliverable(String reason) -> fail(notification, claimed, reason);
      case SendResult.Rejected(String reason) -> fail(notification, claimed, reason);
      case SendResult.Deferred(String reason) ->
          throw new TransientDeliveryFailure(
              reason, store.defer(claimed, reason, DEFERRAL_LIMIT, clock.instant()).orElse(null));
      case SendResult.NoCapacity(String reason) -> {
        store.release(claimed, reason);
        throw new TryLater(reason);
      }
      case SendResult.Unavailable(String reason) -> {
        store.release(claimed, reason);
        throw circuit.isOpen() ? new TryLater(reason) : new TransientDeliveryFailure(reason, null);
      }
      case SendResult.Partial(Set<String> deliveredTo, SendResult rest) ->
          settle(notification, claimed.alsoDeliveredTo(deliveredTo), rest, circuit);
    }
  }

  /** Settles the delivery as failed if it has reached the deferral limit. */
  void failIfExhausted(Notification notification, TransientDeliveryFailure failure) {
    Delivery exhausted = failure.exhausted();
    if (exhausted != null) {
      fail(notification, exhausted, String.valueOf(failure.getMessage()));
    }
  }

  private void fail(Notification notification, Delivery delivery, String reason) {
    settle(notification, delivery, State.FAILED, reason);
  }

  private void suppress(Notification notification, Delivery delivery, String reason) {
    settle(notification, delivery, State.SUPPRESSED, reason);
  }

  private void settle(
      Notification notification, Delivery delivery, State state, @Nullable String reason) {
    // If some destination has the message, it was sent, whatever the result for the others.
    boolean isSent = state == State.SENT || !delivery.deliveredTo().isEmpty();
    State outcome = isSent ? State.SENT : state;
    String why = isSent ? null : reason;
    store.settle(notification, delivery, outcome, why, clock.instant());
    LOG.info(
        "{} by {}: {}{}",
        notification.kind(),
        delivery.channel(),
        outcome,
        why == null ? "" : ", " + why);
  }

  /** Claims a delivery in SENDING, which another sender has left or still holds. */
  private Delivery claimedIfSending(Delivery delivery) {
    if (delivery.state() != State.SENDING) {
      return delivery;
    }
    Instant now = clock.instant();
    return store.claim(delivery, now, now.plus(LEASE)).orElseThrow(ChannelDelivery::heldByAnother);
  }

  private static TryLater heldByAnother() {
    return new TryLater("another sender holds the delivery");
  }
}
