package dev.perennial.reminderscheduler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ListEvent;
import dev.perennial.events.ProfileEvent;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import dev.perennial.reminders.Fixtures;
import dev.perennial.reminders.Fixtures.TaskFixture;
import dev.perennial.runtime.testkit.Http;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Delivers the events of other functions and of timers, as a broker does. */
record Events(Http http) {

  static final Reminder AT_DUE = new Reminder(Duration.ZERO, null, null);

  /** Happened two hours ago, so a reminder that was due an hour ago is late and not past. */
  HttpResponse<String> task(EventType type, TaskFixture task) {
    return task(type, task, Instant.now().minus(Duration.ofHours(2)));
  }

  HttpResponse<String> task(EventType type, TaskFixture task, Instant at) {
    return deliver(type.type(), "/functions/task-api", UUID.randomUUID(), at, task.event());
  }

  /** Erases the person in task-api and delivers its event. */
  HttpResponse<String> erasure(ProfileSnapshot last) {
    Instant now = Instant.now();
    Shared.POSTGRES.recordErasure(last.userId(), now);
    return profile(EventType.PROFILE_DELETED, last, now);
  }

  HttpResponse<String> profile(EventType type, ProfileSnapshot profile, Instant at) {
    var event = new ProfileEvent(profile, Map.of(), List.of(profile.userId()), null);
    return deliver(type.type(), "/functions/task-api", UUID.randomUUID(), at, event);
  }

  /** The list was shared or unshared and now has these members. */
  HttpResponse<String> list(EventType type, UUID list, long version, String... members) {
    var snapshot = Fixtures.list(list, version, members);
    var event = new ListEvent(snapshot, Map.of(), List.of(), null);
    return deliver(type.type(), "/functions/task-api", UUID.randomUUID(), Instant.now(), event);
  }

  HttpResponse<String> fireAlarm() {
    return ping("reminder-alarm");
  }

  HttpResponse<String> fireMaintenance() {
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
    return Fixtures.profile(user, version, zone, null, null, quiet, digest, Instant.now());
  }

  /** A task that is due at this instant, with a reminder for then. */
  static TaskFixture dueAt(Instant instant, String user) {
    return Fixtures.task(UUID.randomUUID(), user)
        .in(UUID.randomUUID())
        .due(Fixtures.due(instant))
        .reminders(AT_DUE);
  }
}
