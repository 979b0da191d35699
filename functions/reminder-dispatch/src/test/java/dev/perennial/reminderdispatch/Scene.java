package dev.perennial.reminderdispatch;

import dev.perennial.events.Channel;
import dev.perennial.events.Channels;
import dev.perennial.events.Due;
import dev.perennial.events.Envelope;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.Notification;
import dev.perennial.events.Notification.Kind;
import dev.perennial.events.Notification.Reminded;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.ReminderEvent;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.reminders.Person;
import dev.perennial.reminders.ReminderPlan;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person with tasks and reminders, in the tables as reminder-scheduler leaves them. */
final class Scene {

  static final Instant NOW = Instant.parse("2026-03-02T08:45:00Z");

  private static final TestPostgres POSTGRES = TestPostgres.shared();

  final String user = "ada-" + UUID.randomUUID();
  final UUID list = UUID.randomUUID();
  final UUID unsubscribeToken = UUID.randomUUID();
  private ProfileSnapshot profile;

  /** A person in Berlin with an address who has chosen these channels only. */
  static Scene withChannels(Channel... channels) {
    return withChannels(new Channels(Arrays.asList(channels), Arrays.asList(channels)));
  }

  static Scene withChannels(Channels channels) {
    var scene = new Scene();
    scene.person(channels, NOW, null);
    return scene;
  }

  /** A person who has not confirmed their address, and requested a confirmation now. */
  static Scene unconfirmed() {
    var scene = new Scene();
    scene.person(null, null, NOW);
    return scene;
  }

  private void person(
      @Nullable Channels channels, @Nullable Instant confirmedAt, @Nullable Instant requestedAt) {
    profile =
        new ProfileSnapshot(
            user,
            "Ada",
            ZoneId.of("Europe/Berlin"),
            "en",
            email(),
            confirmedAt,
            requestedAt,
            null,
            null,
            channels,
            null,
            null,
            null,
            null,
            null,
            1,
            NOW);
    POSTGRES.execute(
        "INSERT INTO reminders.people (user_id, version, profile, unsubscribe_token) VALUES (%s, 1, %s, '%s')"
            .formatted(quoted(user), quoted(json(profile)), unsubscribeToken));
  }

  String email() {
    return user + "@example.org";
  }

  /** An open task that is due at 10:00 in Berlin. */
  TaskSnapshot task(String title) {
    return task(
        title, new Due(LocalDate.of(2026, 3, 2), LocalTime.of(10, 0), ZoneId.of("Europe/Berlin")));
  }

  TaskSnapshot task(String title, Due due) {
    var task =
        new TaskSnapshot(
            UUID.randomUUID(),
            list,
            title,
            null,
            Priority.NONE,
            List.of(),
            due,
            null,
            null,
            user,
            Status.OPEN,
            null,
            null,
            null,
            null,
            null,
            null,
            1,
            NOW,
            NOW);
    POSTGRES.execute(
        "INSERT INTO reminders.tasks (task_id, list_id, user_id, version, open, task) VALUES ('%s', '%s', %s, 1, true, %s)"
            .formatted(task.id(), list, quoted(user), quoted(json(task))));
    return task;
  }

  /** A notification of reminders of these tasks, due now. */
  Notification due(TaskSnapshot... tasks) {
    return due(NOW, false, tasks);
  }

  Notification due(Instant at, boolean late, TaskSnapshot... tasks) {
    var id = UUID.randomUUID();
    var reminded = new ArrayList<Reminded>();
    for (var task : tasks) {
      var reminder = ReminderPlan.of(task, Person.of(profile)).getFirst().id();
      POSTGRES.execute(
          """
          INSERT INTO reminders.reminders
            (id, task_id, key, user_id, task_version, instant, fires_at, state, notification_id, changed_at)
          VALUES ('%s', '%s', 'before PT15M', %s, 1, '%s', '%s', 'DUE', '%s', now())
          """
              .formatted(reminder, task.id(), quoted(user), at, at, id));
      reminded.add(new Reminded(reminder, task.id(), list, at));
    }
    return planned(new Notification(id, Kind.REMINDER, user, at, late, null, reminded));
  }

  Notification digest(LocalDate day) {
    return planned(
        new Notification(UUID.randomUUID(), Kind.DIGEST, user, NOW, false, day, List.of()));
  }

  Notification confirmation() {
    return planned(
        new Notification(UUID.randomUUID(), Kind.CONFIRMATION, user, NOW, false, null, List.of()));
  }

  /** The token of the requested confirmation, as task-api stores it. */
  UUID confirmationToken() {
    var token = UUID.randomUUID();
    POSTGRES.execute(
        "INSERT INTO tasks.email_confirmations VALUES (%s, '%s', 'hash', '%s')"
            .formatted(quoted(user), NOW, token));
    return token;
  }

  private Notification planned(Notification notification) {
    POSTGRES.execute(
        "INSERT INTO reminders.notifications (id, user_id, due_at, notification) VALUES ('%s', %s, '%s', %s)"
            .formatted(
                notification.id(), quoted(user), notification.dueAt(), quoted(json(notification))));
    return notification;
  }

  String device() {
    var token = "token-" + UUID.randomUUID();
    POSTGRES.execute(
        "INSERT INTO reminders.devices (token, user_id, platform, registered_at) VALUES ('%s', %s, 'android', now())"
            .formatted(token, quoted(user)));
    return token;
  }

  List<String> devices() {
    return POSTGRES.column("SELECT token FROM reminders.devices WHERE user_id = " + quoted(user));
  }

  /** A new event of the notification, with an id of its own. */
  CloudEvent event(Notification notification) {
    return new Envelope(
            EventType.REMINDER_DUE,
            UUID.randomUUID(),
            URI.create("/functions/reminder-scheduler"),
            notification.id().toString(),
            notification.dueAt(),
            user,
            user,
            user,
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        .around(new ReminderEvent(notification, null, null, List.of(user)));
  }

  /** Such as {@code EMAIL SENT} or {@code PUSH SUPPRESSED no device}, by channel. */
  static List<String> deliveries(Notification of) {
    return POSTGRES.column(
        """
        SELECT concat_ws(' ', channel, state, reason) FROM reminders.deliveries
        WHERE notification_id = '%s' ORDER BY channel
        """
            .formatted(of.id()));
  }

  static List<String> deliveries(Notification of, String column) {
    return POSTGRES.column(
        "SELECT %s FROM reminders.deliveries WHERE notification_id = '%s' ORDER BY channel"
            .formatted(column, of.id()));
  }

  /**
   * Types of its events, with channel and reason. Kafka is unavailable, so all are in the outbox.
   */
  static List<String> emitted(Notification about) {
    return POSTGRES.column(
        """
        SELECT concat_ws(' ', split_part(attributes ->> 'type', '.', 4),
                         convert_from(data, 'UTF8')::json ->> 'channel', convert_from(data, 'UTF8')::json ->> 'reason')
        FROM runtime.outbox WHERE attributes ->> 'subject' = '%s' ORDER BY 1
        """
            .formatted(about.id()));
  }

  /** Whether it was late, from its events. */
  static List<String> emittedAsLate(Notification about) {
    return POSTGRES.column(
        """
        SELECT convert_from(data, 'UTF8')::json -> 'notification' ->> 'late'
        FROM runtime.outbox WHERE attributes ->> 'subject' = '%s'
        """
            .formatted(about.id()));
  }

  /** Whether it was late, from the view for users. */
  static List<String> shownAsLate(Notification notification) {
    return POSTGRES.column(
        "SELECT late FROM reminders.states WHERE notification_id = '%s'"
            .formatted(notification.id()));
  }

  static void execute(String sql, Object... values) {
    POSTGRES.execute(sql.formatted(values));
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String json(Object value) {
    return new String(EventJson.write(value), StandardCharsets.UTF_8);
  }
}
