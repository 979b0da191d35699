package dev.perennial.reminderscheduler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ListEvent;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ListSnapshot.Member;
import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.events.ProfileEvent;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.runtime.testkit.Http;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What other functions and clocks tell the scheduler, as a broker delivers it. */
record Events(Http http) {

  static final Reminder AT_DUE = new Reminder(Duration.ZERO, null, null);

  HttpResponse<String> task(EventType type, Told told) {
    return task(type, told, told.happenedAt);
  }

  HttpResponse<String> task(EventType type, Told told, Instant at) {
    return deliver(type.type(), "/functions/task-api", UUID.randomUUID(), at, told.event());
  }

  HttpResponse<String> profile(EventType type, ProfileSnapshot profile, Instant at) {
    var event = new ProfileEvent(profile, Map.of(), List.of(profile.userId()), null);
    return deliver(type.type(), "/functions/task-api", UUID.randomUUID(), at, event);
  }

  /** The list is shared, or unshared, and has these members since. */
  HttpResponse<String> list(EventType type, UUID list, long version, String... members) {
    var all = List.of(members).stream().map(user -> new Member(user, Role.EDITOR)).toList();
    var now = Instant.now();
    var snapshot = new ListSnapshot(list, "Home", members[0], false, all, version, now, now);
    var event = new ListEvent(snapshot, Map.of(), List.of(), null);
    return deliver(type.type(), "/functions/task-api", UUID.randomUUID(), now, event);
  }

  HttpResponse<String> ring() {
    return ping("reminder-alarm");
  }

  HttpResponse<String> maintain() {
    return ping("maintenance");
  }

  HttpResponse<String> ping(String source) {
    return deliver(
        "dev.knative.sources.ping",
        "/apis/v1/namespaces/garden/pingsources/" + source,
        UUID.randomUUID(),
        Instant.now(),
        Map.of());
  }

  HttpResponse<String> deliver(String type, String source, UUID id, Instant at, Object payload) {
    var headers = new HashMap<String, String>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", id.toString());
    headers.put("ce-source", source);
    headers.put("ce-type", type);
    headers.put("ce-time", at.toString());
    headers.put("Content-Type", "application/json");
    return http.post(headers, new String(EventJson.write(payload), UTF_8));
  }

  static ProfileSnapshot profile(String user, long version, @Nullable ZoneId zone) {
    return profile(user, version, zone, null, null);
  }

  static ProfileSnapshot profile(
      String user,
      long version,
      @Nullable ZoneId zone,
      @Nullable QuietHours quiet,
      @Nullable LocalTime digest) {
    return new ProfileSnapshot(
        user, null, zone, null, null, null, null, null, quiet, digest, version, Instant.now());
  }

  /** What an event says of a task. */
  record Told(
      UUID id,
      UUID listId,
      long version,
      Status status,
      @Nullable Due due,
      @Nullable List<Reminder> reminders,
      @Nullable String assignee,
      String createdBy,
      List<String> audience,
      Instant happenedAt) {

    /** A task that was made two hours ago, due at this instant and with a reminder for then. */
    static Told dueAt(Instant instant, String user) {
      return new Told(
          UUID.randomUUID(),
          UUID.randomUUID(),
          1,
          Status.OPEN,
          due(instant),
          List.of(AT_DUE),
          null,
          user,
          List.of(user),
          Instant.now().minus(Duration.ofHours(2)));
    }

    Told then(long otherVersion) {
      return new Told(
          id,
          listId,
          otherVersion,
          status,
          due,
          reminders,
          assignee,
          createdBy,
          audience,
          happenedAt);
    }

    Told status(Status other) {
      return new Told(
          id, listId, version, other, due, reminders, assignee, createdBy, audience, happenedAt);
    }

    Told movedTo(Instant instant) {
      return new Told(
          id,
          listId,
          version,
          status,
          due(instant),
          reminders,
          assignee,
          createdBy,
          audience,
          happenedAt);
    }

    Told with(@Nullable Due otherDue, @Nullable List<Reminder> otherReminders) {
      return new Told(
          id,
          listId,
          version,
          status,
          otherDue,
          otherReminders,
          assignee,
          createdBy,
          audience,
          happenedAt);
    }

    Told assignedTo(String user) {
      return new Told(
          id,
          listId,
          version,
          status,
          due,
          reminders,
          user,
          createdBy,
          List.of(createdBy, user),
          happenedAt);
    }

    Told happened(Instant at) {
      return new Told(
          id, listId, version, status, due, reminders, assignee, createdBy, audience, at);
    }

    TaskEvent event() {
      var at = Instant.parse("2026-01-01T00:00:00Z");
      var task =
          new TaskSnapshot(
              id,
              listId,
              "Water",
              null,
              Priority.NONE,
              List.of(),
              due,
              reminders,
              assignee,
              createdBy,
              status,
              status == Status.COMPLETED ? at : null,
              status == Status.SKIPPED ? at : null,
              null,
              null,
              null,
              null,
              version,
              at,
              at);
      return new TaskEvent(task, Map.of(), audience, null, null);
    }

    private static Due due(Instant instant) {
      var local = instant.atOffset(ZoneOffset.UTC);
      return new Due(local.toLocalDate(), local.toLocalTime(), ZoneId.of("UTC"));
    }
  }
}
