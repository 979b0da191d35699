package dev.perennial.reminders.store;

import dev.perennial.events.Channel;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.Notification;
import dev.perennial.events.ReminderEvent;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.delivery.Composer;
import dev.perennial.reminders.delivery.CurrentReminder;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Delivery.State;
import dev.perennial.reminders.delivery.OthersLimit;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Verdict;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records which notification was delivered by which channel. Each call is a transaction, or joins
 * the open one; the event of a settled delivery is emitted in the same transaction.
 *
 * <p>A sender claims a delivery under a lease. If the lease ends, another sender may claim it; a
 * fencing token then makes all changes of the first one ineffective.
 */
public final class DeliveryStore {

  /** Tasks of a digest. */
  private static final int LONGEST_DIGEST = 200;

  private final Database database;
  private final Outbox outbox;
  private final DeliveryRows deliveries;
  private final CurrentReminderRows reminders;
  private final RecipientRows recipients;

  public DeliveryStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
    this.deliveries = database.repository(DeliveryRows.class);
    this.reminders = database.repository(CurrentReminderRows.class);
    this.recipients = database.repository(RecipientRows.class);
  }

  /**
   * Stores a notification that no other function has stored, once for each id. Does nothing if the
   * person has erased their data. If it stays unsettled, reminder-scheduler sends it again.
   */
  public void add(Notification notification, Instant now) {
    database.inTransaction(
        () -> {
          deliveries.insertNotification(
              notification.id(),
              notification.userId(),
              notification.dueAt(),
              EventJson.MAPPER.writeValueAsString(notification),
              now);
        });
  }

  /**
   * Plans a delivery for each channel that the recipient has chosen and that has none yet.
   *
   * @return the recipient and all deliveries; empty if there is no such notification
   */
  public Optional<DeliveryPlan> plan(Notification notification, Instant now) {
    return database.inTransaction(
        () ->
            recipients
                .of(notification.id())
                .map(RecipientRow::recipient)
                .map(
                    to ->
                        new DeliveryPlan(
                            to, plan(notification.id(), to.channels(notification.kind()), now))));
  }

  private List<Delivery> plan(UUID notificationId, Set<Channel> channels, Instant now) {
    String names = channels.stream().map(Channel::name).collect(Collectors.joining(" "));
    deliveries.plan(notificationId, names, now);
    return deliveries.of(notificationId).stream().map(DeliveryRow::delivery).toList();
  }

  /** Whether the person has erased their data, and thereby their notifications. */
  public boolean isErased(String userId) {
    return database.inTransaction(() -> deliveries.isErased(userId));
  }

  /**
   * Composes the message from the tasks as they are now. A confirmation can be composed by the role
   * of reminder-dispatch only.
   */
  public Verdict compose(Notification notification, Recipient to) {
    if (isBeyondLimit(notification)) {
      return new Verdict.Drop(OthersLimit.REASON);
    }
    return switch (notification.kind()) {
      case REMINDER -> Composer.reminders(notification, to, currentReminders(notification));
      case DIGEST -> Composer.digest(notification, to, dueTasks(notification));
      case CONFIRMATION -> Composer.confirmation(notification, to, token(notification));
      case BUDGET -> Composer.budget(notification, to);
    };
  }

  /** The same for each attempt, since it depends on when notifications are due only. */
  private boolean isBeyondLimit(Notification notification) {
    Instant since = notification.dueAt().minus(OthersLimit.PERIOD);
    return notification.kind() == Notification.Kind.REMINDER
        && database.inTransaction(() -> recipients.countByOthersBefore(notification.id(), since))
            >= OthersLimit.MAX;
  }

  private @Nullable UUID token(Notification notification) {
    return database
        .inTransaction(
            () -> recipients.confirmationToken(notification.userId(), notification.dueAt()))
        .orElse(null);
  }

  private List<CurrentReminder> currentReminders(Notification notification) {
    List<UUID> ids =
        notification.reminders().stream().map(Notification.Reminded::reminderId).toList();
    return ids.isEmpty()
        ? List.of()
        : database.inTransaction(() -> reminders.of(ids)).stream()
            .map(CurrentReminderRow::reminder)
            .toList();
  }

  /** Includes one more day, because a due date may be a day earlier in the recipient's zone. */
  private List<TaskSnapshot> dueTasks(Notification notification) {
    LocalDate until = Objects.requireNonNull(notification.date()).plusDays(1);
    return database
        .inTransaction(
            () -> reminders.dueTasks(notification.userId(), until.toString(), LONGEST_DIGEST))
        .stream()
        .map(task -> EventJson.MAPPER.readValue(task, TaskSnapshot.class))
        .toList();
  }

  /**
   * Composes the message and, if there is one, claims the delivery as {@link #claim} does. A
   * delivery in SENDING is claimed in any case, because its lease has to have ended before anything
   * is changed.
   *
   * @return empty if the delivery could not be claimed
   */
  public Optional<Claim> composeAndClaim(
      Notification notification, Recipient to, Delivery delivery, Instant now, Instant until) {
    return database.inTransaction(
        () -> {
          Verdict verdict = compose(notification, to);
          return verdict instanceof Verdict.Drop && delivery.state() == State.PLANNED
              ? Optional.of(new Claim(delivery, verdict))
              : claim(delivery, now, until).map(claimed -> new Claim(claimed, verdict));
        });
  }

  /**
   * Claims the delivery until this time, also from a sender whose lease has ended.
   *
   * @return the delivery with its new fencing token; empty if it is settled or leased to another
   *     sender
   */
  public Optional<Delivery> claim(Delivery delivery, Instant now, Instant until) {
    UUID id = delivery.notificationId();
    String channel = delivery.channel().name();
    return database.inTransaction(() -> deliveries.claim(id, channel, now, until)).stream()
        .findFirst()
        .map(DeliveryRow::delivery);
  }

  /**
   * Returns a claimed delivery to PLANNED, with the destinations that have the message. Has no
   * effect if another sender has claimed it.
   */
  public void release(Delivery claimed, String reason) {
    database.inTransaction(
        () -> {
          deliveries.release(
              claimed.notificationId(),
              claimed.channel().name(),
              claimed.fence(),
              String.join(" ", claimed.deliveredTo()),
              reason);
        });
  }

  /**
   * Releases a claimed delivery that was deferred by the other side, and counts the deferral.
   *
   * @return the released delivery if the limit is reached; empty otherwise, or if another sender
   *     has claimed it
   */
  public Optional<Delivery> defer(
      Delivery claimed, String reason, DeferralLimit limit, Instant now) {
    List<Boolean> isExhausted =
        database.inTransaction(
            () ->
                deliveries.defer(
                    claimed.notificationId(),
                    claimed.channel().name(),
                    claimed.fence(),
                    String.join(" ", claimed.deliveredTo()),
                    reason,
                    now,
                    limit.times(),
                    now.minus(limit.time())));
    return isExhausted.contains(true) ? Optional.of(claimed.released()) : Optional.empty();
  }

  /**
   * Settles a delivery, provided its state and fencing token are unchanged, and emits an event if
   * it was sent or has failed.
   *
   * @param notification with its lateness at the time of sending
   * @param outcome SENT, FAILED or SUPPRESSED
   * @param reason null if it was sent
   * @throws IllegalArgumentException if the outcome is another state
   */
  public void settle(
      Notification notification,
      Delivery delivery,
      State outcome,
      @Nullable String reason,
      Instant now) {
    database.inTransaction(
        () -> {
          int settled =
              deliveries.settle(
                  delivery.notificationId(),
                  delivery.channel().name(),
                  delivery.state().name(),
                  delivery.fence(),
                  outcome.name(),
                  reason,
                  notification.late() && outcome == State.SENT,
                  now);
          if (settled == 1) {
            emit(notification, delivery.channel(), outcome, reason);
          }
        });
  }

  private void emit(
      Notification notification, Channel channel, State outcome, @Nullable String reason) {
    switch (outcome) {
      case SENT -> emit(EventType.REMINDER_DELIVERED, notification, channel, null);
      case FAILED -> emit(EventType.REMINDER_FAILED, notification, channel, reason);
      // There is no event for a delivery without content or without a destination.
      case SUPPRESSED -> {}
      default -> throw new IllegalArgumentException("no delivery is settled as " + outcome);
    }
  }

  /**
   * Settles all open deliveries without a lease: as sent if some destination has the message, else
   * as expired. Emits one event for all that have expired.
   */
  public void expire(Notification notification, String reason, Instant now) {
    database.inTransaction(
        () -> {
          List<Delivery> settled = settled(deliveries.expire(notification.id(), reason, now));
          emitSent(notification, settled);
          if (settled.stream().anyMatch(delivery -> delivery.state() == State.EXPIRED)) {
            emit(EventType.REMINDER_EXPIRED, notification, null, reason);
          }
        });
  }

  /**
   * Settles all open deliveries: as sent if some destination has the message, else as failed. Emits
   * an event for each.
   *
   * @param reason used where no attempt has left one
   */
  public void fail(Notification notification, String reason, Instant now) {
    database.inTransaction(
        () -> {
          List<Delivery> settled = settled(deliveries.fail(notification.id(), reason, now));
          emitSent(notification, settled);
          settled.stream()
              .filter(delivery -> delivery.state() == State.FAILED)
              .map(Delivery::channel)
              .forEach(
                  channel ->
                      emit(
                          EventType.REMINDER_FAILED,
                          notification,
                          channel,
                          deliveries.reason(notification.id(), channel.name())));
        });
  }

  private static List<Delivery> settled(List<DeliveryRow> rows) {
    return rows.stream().map(DeliveryRow::delivery).toList();
  }

  private void emitSent(Notification notification, List<Delivery> settled) {
    settled.stream()
        .filter(delivery -> delivery.state() == State.SENT)
        .forEach(
            delivery -> emit(EventType.REMINDER_DELIVERED, notification, delivery.channel(), null));
  }

  /** The push tokens of the person's devices, the newest first. */
  public List<String> deviceTokens(String userId) {
    return database.inTransaction(() -> deliveries.deviceTokens(userId));
  }

  /** Removes a device that is no longer registered with the push service. */
  public void removeDevice(String token) {
    database.inTransaction(
        () -> {
          deliveries.removeDevice(token);
        });
  }

  private void emit(
      EventType type,
      Notification notification,
      @Nullable Channel channel,
      @Nullable String reason) {
    String user = notification.userId();
    outbox.add(
        new Outbox.Entry(
            type,
            notification.id().toString(),
            user,
            user,
            user,
            new ReminderEvent(notification, channel, reason, List.of(user))));
  }

  /**
   * The deliveries of a notification.
   *
   * @param deliveries one for each channel it was ever planned for
   */
  public record DeliveryPlan(Recipient to, List<Delivery> deliveries) {

    public List<Delivery> open() {
      return deliveries.stream().filter(delivery -> delivery.state().isOpen()).toList();
    }
  }

  /**
   * A delivery and what to do about it.
   *
   * @param delivery claimed if the verdict is to send
   */
  public record Claim(Delivery delivery, Verdict verdict) {}

  /**
   * How often and how long the other side may defer a delivery; it fails when both are exceeded.
   *
   * @param times the number of deferrals
   * @param time since the first deferral
   */
  public record DeferralLimit(int times, Duration time) {}
}
