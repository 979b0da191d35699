package dev.perennial.reminderdispatch;

import dev.perennial.events.BudgetEvent;
import dev.perennial.events.BudgetSnapshot;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.Notification;
import dev.perennial.events.ReminderEvent;
import dev.perennial.events.WrongPayload;
import dev.perennial.reminders.NamedId;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.reminders.store.DeliveryStore.DeliveryPlan;
import dev.perennial.runtime.database.RedactedFault;
import dev.perennial.runtime.ledger.PreTransactionHandler;
import dev.perennial.runtime.ledger.TryLater;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers a due notification by each channel that the person has chosen, and makes one of a budget
 * that was reached: the same for each delivery of the event, so the person is told once. Each
 * channel is settled independently: a retry repeats only the channels that have not succeeded.
 */
final class ReminderDispatch implements PreTransactionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ReminderDispatch.class);

  private final DeliveryStore store;
  private final ChannelDelivery channels;
  private final CatchUpWindow window;
  private final InstantSource clock;

  /**
   * @param window what arrives after it expires and is not sent
   */
  ReminderDispatch(
      DeliveryStore store, ChannelDelivery channels, CatchUpWindow window, InstantSource clock) {
    this.store = store;
    this.channels = channels;
    this.window = window;
    this.clock = clock;
  }

  @Override
  public void beforeTransaction(CloudEvent due) {
    Notification notification = notificationOf(due);
    Instant now = clock.instant();
    if (isBudget(due)) {
      store.add(notification, now);
    }
    Optional<DeliveryPlan> plan = store.plan(notification, now);
    if (plan.isEmpty()) {
      requireErased(notification);
      return;
    }
    List<Delivery> open = plan.get().open();
    if (open.isEmpty()) {
      return;
    }
    if (window.isOver(notification.dueAt(), now)) {
      expire(notification, now);
    } else {
      deliver(notification, plan.get().to(), open);
    }
  }

  private void requireErased(Notification notification) {
    if (!store.isErased(notification.userId())) {
      throw new Unprocessable("there is no notification " + notification.id());
    }
  }

  private void expire(Notification notification, Instant now) {
    store.expire(notification, window.reason(), now);
    if (store.plan(notification, now).stream().anyMatch(plan -> !plan.open().isEmpty())) {
      throw new TryLater("another sender holds the delivery");
    }
  }

  /** Tries every channel, even if one before it has failed. */
  private void deliver(Notification notification, Recipient to, List<Delivery> open) {
    List<RuntimeException> faults = new ArrayList<>();
    for (Delivery delivery : open) {
      try {
        channels.deliver(notification, to, delivery);
      } catch (RuntimeException fault) {
        LOG.info(
            "{} is retried when the event comes again: {}",
            delivery.channel(),
            RedactedFault.reason(fault));
        faults.add(fault);
      }
    }
    raise(notification, faults);
  }

  /**
   * A {@link TryLater} takes precedence: it counts no attempt, so the event is not parked while one
   * of its channels is unavailable. Deferrals of the other channels are counted per delivery, and a
   * channel that has reached its limit fails alone.
   */
  private void raise(Notification notification, List<RuntimeException> faults) {
    Optional<RuntimeException> later =
        faults.stream().filter(TryLater.class::isInstance).findFirst();
    if (later.isPresent()) {
      faults.stream()
          .filter(TransientDeliveryFailure.class::isInstance)
          .map(TransientDeliveryFailure.class::cast)
          .forEach(failure -> channels.failIfExhausted(notification, failure));
      throw later.get();
    }
    if (!faults.isEmpty()) {
      throw faults.getFirst();
    }
  }

  @Override
  public void parked(CloudEvent due, String reason) {
    Notification notification;
    try {
      notification = notificationOf(due);
    } catch (Unprocessable | WrongPayload unreadable) {
      LOG.warn(
          "The parked event is unreadable, so no delivery is settled: {}", unreadable.getMessage());
      return;
    }
    store.fail(notification, reason, clock.instant());
  }

  private static Notification notificationOf(CloudEvent due) {
    CloudEventData data = due.getData();
    if (data == null) {
      throw new Unprocessable("the event has no data");
    }
    return isBudget(due)
        ? notificationOf(EventJson.read(data.toBytes(), BudgetEvent.class).budget(), due)
        : EventJson.read(data.toBytes(), ReminderEvent.class).notification();
  }

  private static Notification notificationOf(BudgetSnapshot budget, CloudEvent reached) {
    if (reached.getTime() == null) {
      throw new Unprocessable("the event has no time");
    }
    return new Notification(
        NamedId.ofBudget(budget.userId(), budget.month(), budget.threshold()),
        Notification.Kind.BUDGET,
        budget.userId(),
        reached.getTime().toInstant(),
        false,
        null,
        List.of(),
        budget);
  }

  private static boolean isBudget(CloudEvent event) {
    return event.getType().equals(EventType.BUDGET_REACHED.type());
  }
}
