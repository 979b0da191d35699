package dev.perennial.reminders.store;

import dev.perennial.events.Channel;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.Notification;
import dev.perennial.events.ReminderEvent;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.delivery.Composer;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Standing;
import dev.perennial.reminders.delivery.Verdict;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps the account in Postgres. */
public final class JdbcDeliveryStore implements DeliveryStore {

  /** More would be no digest. */
  private static final int LONGEST_DIGEST = 200;

  private final Database database;
  private final Outbox outbox;
  private final DeliveryRows deliveries;
  private final StandingRows standings;
  private final RecipientRows recipients;

  public JdbcDeliveryStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
    this.deliveries = database.repository(DeliveryRows.class);
    this.standings = database.repository(StandingRows.class);
    this.recipients = database.repository(RecipientRows.class);
  }

  @Override
  public Optional<Account> account(Notification told, Instant now) {
    return database.inTransaction(
        () ->
            recipients
                .of(told.id())
                .map(RecipientRow::recipient)
                .map(to -> new Account(to, plan(told.id(), to.channels(told.kind()), now))));
  }

  @Override
  public boolean isGone(String userId) {
    return database.inTransaction(() -> deliveries.isGone(userId));
  }

  @Override
  public Verdict compose(Notification told, Recipient to) {
    return switch (told.kind()) {
      case REMINDER -> Composer.reminders(told, to, standings(told));
      case DIGEST -> Composer.digest(told, to, due(told));
    };
  }

  private List<Standing> standings(Notification told) {
    List<UUID> ids = told.reminders().stream().map(Notification.Reminded::reminderId).toList();
    return ids.isEmpty()
        ? List.of()
        : database.inTransaction(() -> standings.of(ids)).stream()
            .map(StandingRow::standing)
            .toList();
  }

  /** A day more than the digest's, for a task's day may be another one where the person is. */
  private List<TaskSnapshot> due(Notification told) {
    LocalDate until = Objects.requireNonNull(told.date()).plusDays(1);
    return database
        .inTransaction(() -> standings.due(told.userId(), until.toString(), LONGEST_DIGEST))
        .stream()
        .map(task -> EventJson.MAPPER.readValue(task, TaskSnapshot.class))
        .toList();
  }

  private List<Delivery> plan(UUID notificationId, Set<Channel> channels, Instant now) {
    String names = channels.stream().map(Channel::name).collect(Collectors.joining(" "));
    deliveries.plan(notificationId, names, now);
    return deliveries.of(notificationId).stream().map(DeliveryRow::delivery).toList();
  }

  @Override
  public Optional<Taken> take(
      Notification told, Recipient to, Delivery delivery, Instant now, Instant until) {
    return database.inTransaction(
        () -> {
          Verdict verdict = compose(told, to);
          return verdict instanceof Verdict.Drop && delivery.state() == Delivery.State.PLANNED
              ? Optional.of(new Taken(delivery, verdict))
              : claim(delivery, now, until).map(claimed -> new Taken(claimed, verdict));
        });
  }

  @Override
  public Optional<Delivery> claim(Delivery delivery, Instant now, Instant until) {
    UUID id = delivery.notificationId();
    String channel = delivery.channel().name();
    return database.inTransaction(() -> deliveries.claim(id, channel, now, until)).stream()
        .findFirst()
        .map(DeliveryRow::delivery);
  }

  @Override
  public void putBack(Delivery claimed, String reason) {
    database.inTransaction(
        () -> {
          deliveries.putBack(
              claimed.notificationId(),
              claimed.channel().name(),
              claimed.fence(),
              String.join(" ", claimed.taken()),
              reason);
          return null;
        });
  }

  @Override
  public Optional<Delivery> defer(Delivery claimed, String reason, Patience patience, Instant now) {
    List<Boolean> over =
        database.inTransaction(
            () ->
                deliveries.defer(
                    claimed.notificationId(),
                    claimed.channel().name(),
                    claimed.fence(),
                    String.join(" ", claimed.taken()),
                    reason,
                    now,
                    patience.often(),
                    now.minus(patience.time())));
    return over.contains(true) ? Optional.of(claimed.putBack()) : Optional.empty();
  }

  @Override
  public void settle(Notification told, Delivery delivery, Outcome outcome, Instant now) {
    database.inTransaction(
        () -> {
          int settled =
              deliveries.settle(
                  delivery.notificationId(),
                  delivery.channel().name(),
                  delivery.state().name(),
                  delivery.fence(),
                  outcome.state().name(),
                  outcome.reason(),
                  told.late() && outcome.state() == Delivery.State.SENT,
                  now);
          if (settled == 1) {
            announce(told, delivery.channel(), outcome);
          }
          return null;
        });
  }

  private void announce(Notification told, Channel channel, Outcome outcome) {
    switch (outcome.state()) {
      case SENT -> add(EventType.REMINDER_DELIVERED, told, channel, null);
      case FAILED -> add(EventType.REMINDER_FAILED, told, channel, outcome.reason());
      // That nothing was to be told, or nobody there to be told, is no news.
      case SUPPRESSED -> {}
      default -> throw new IllegalArgumentException("nothing ends as " + outcome.state());
    }
  }

  @Override
  public void expire(Notification told, String reason, Instant now) {
    database.inTransaction(
        () -> {
          List<Delivery> ended = ended(deliveries.expire(told.id(), reason, now));
          announceSent(told, ended);
          if (ended.stream().anyMatch(delivery -> delivery.state() == Delivery.State.EXPIRED)) {
            add(EventType.REMINDER_EXPIRED, told, null, reason);
          }
          return null;
        });
  }

  @Override
  public void fail(Notification told, String reason, Instant now) {
    database.inTransaction(
        () -> {
          List<Delivery> ended = ended(deliveries.fail(told.id(), reason, now));
          announceSent(told, ended);
          ended.stream()
              .filter(delivery -> delivery.state() == Delivery.State.FAILED)
              .map(Delivery::channel)
              .forEach(
                  channel ->
                      add(
                          EventType.REMINDER_FAILED,
                          told,
                          channel,
                          deliveries.reason(told.id(), channel.name())));
          return null;
        });
  }

  private static List<Delivery> ended(List<DeliveryRow> rows) {
    return rows.stream().map(DeliveryRow::delivery).toList();
  }

  private void announceSent(Notification told, List<Delivery> ended) {
    ended.stream()
        .filter(delivery -> delivery.state() == Delivery.State.SENT)
        .forEach(delivery -> add(EventType.REMINDER_DELIVERED, told, delivery.channel(), null));
  }

  @Override
  public List<String> devices(String userId) {
    return database.inTransaction(() -> deliveries.devices(userId));
  }

  @Override
  public void forgetDevice(String token) {
    database.inTransaction(
        () -> {
          deliveries.forgetDevice(token);
          return null;
        });
  }

  private void add(
      EventType type, Notification told, @Nullable Channel channel, @Nullable String reason) {
    String user = told.userId();
    outbox.add(
        new Outbox.Entry(
            type,
            told.id().toString(),
            user,
            user,
            user,
            new ReminderEvent(told, channel, reason, List.of(user))));
  }
}
