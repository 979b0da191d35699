package dev.perennial.reminderdispatch;

import dev.perennial.events.EventJson;
import dev.perennial.events.Notification;
import dev.perennial.events.ReminderEvent;
import dev.perennial.events.WrongPayload;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.reminders.store.DeliveryStore.Account;
import dev.perennial.runtime.database.RedactedFault;
import dev.perennial.runtime.ledger.ExternalEffectHandler;
import dev.perennial.runtime.ledger.TryLater;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a person what is due by each channel they want. A channel's delivery is settled by itself:
 * what one could not do is tried again, and what another did is not repeated.
 */
final class ReminderDispatch implements ExternalEffectHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ReminderDispatch.class);

  private final DeliveryStore store;
  private final Courier courier;
  private final CatchUpWindow window;
  private final InstantSource clock;

  /**
   * @param window what comes after it is not told any more
   */
  ReminderDispatch(
      DeliveryStore store, Courier courier, CatchUpWindow window, InstantSource clock) {
    this.store = store;
    this.courier = courier;
    this.window = window;
    this.clock = clock;
  }

  @Override
  public void execute(CloudEvent due) {
    Notification told = notificationOf(due);
    Instant now = clock.instant();
    Optional<Account> account = store.account(told, now);
    if (account.isEmpty()) {
      requireGone(told);
      return;
    }
    List<Delivery> open = account.get().open();
    if (open.isEmpty()) {
      return;
    }
    if (window.isOver(told.dueAt(), now)) {
      expire(told, now);
    } else {
      deliver(told, account.get().to(), open);
    }
  }

  private void requireGone(Notification told) {
    if (!store.isGone(told.userId())) {
      throw new Unprocessable("there is no notification " + told.id());
    }
  }

  private void expire(Notification told, Instant now) {
    store.expire(told, window.reason(), now);
    if (store.account(told, now).stream().anyMatch(account -> !account.open().isEmpty())) {
      throw new TryLater("another delivery has it in hand");
    }
  }

  /** Each channel has its turn, whatever happened to the one before. */
  private void deliver(Notification told, Recipient to, List<Delivery> open) {
    List<RuntimeException> faults = new ArrayList<>();
    for (Delivery delivery : open) {
      try {
        courier.deliver(told, to, delivery);
      } catch (RuntimeException fault) {
        LOG.info("{} has to wait: {}", delivery.channel(), RedactedFault.reason(fault));
        faults.add(fault);
      }
    }
    raise(told, faults);
  }

  /**
   * One that is only to wait goes before others: no attempt is counted then, so that an event is
   * not parked while a channel of its is away. The others count for themselves meanwhile, and a
   * channel that is refused for too long fails alone.
   */
  private void raise(Notification told, List<RuntimeException> faults) {
    Optional<RuntimeException> waiting =
        faults.stream().filter(TryLater.class::isInstance).findFirst();
    if (waiting.isPresent()) {
      faults.stream()
          .filter(NotDelivered.class::isInstance)
          .forEach(fault -> courier.giveUp(told, (NotDelivered) fault));
      throw waiting.get();
    }
    if (!faults.isEmpty()) {
      throw faults.getFirst();
    }
  }

  @Override
  public void parked(CloudEvent due, String reason) {
    Notification told;
    try {
      told = notificationOf(due);
    } catch (Unprocessable | WrongPayload unreadable) {
      LOG.warn("Nothing is said to have failed: {}", unreadable.getMessage());
      return;
    }
    store.fail(told, reason, clock.instant());
  }

  private static Notification notificationOf(CloudEvent due) {
    var data = due.getData();
    if (data == null) {
      throw new Unprocessable("the event has no data");
    }
    return EventJson.read(data.toBytes(), ReminderEvent.class).notification();
  }
}
