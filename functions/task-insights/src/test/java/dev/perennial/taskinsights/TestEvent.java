package dev.perennial.taskinsights;

import dev.perennial.events.Envelope;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ProfileEvent;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event as the broker delivers it. */
record TestEvent(Map<String, String> headers, String data) {

  static TestEvent task(
      EventType type, TaskSnapshot task, String owner, String actor, Instant time) {
    var payload = new TaskEvent(task, Map.of(), List.of(owner, actor), null, null);
    return of(type, task.id().toString(), owner, actor, time, payload);
  }

  static TestEvent profile(
      String user,
      long version,
      Instant since,
      @Nullable String zone,
      @Nullable String dayStartsAt,
      @Nullable Integer dailyGoal) {
    return profile(EventType.PROFILE_UPDATED, user, version, since, zone, dayStartsAt, dailyGoal);
  }

  static TestEvent profileDeleted(String user, Instant time) {
    return profile(EventType.PROFILE_DELETED, user, 99, time, null, null, null);
  }

  private static TestEvent profile(
      EventType type,
      String user,
      long version,
      Instant since,
      @Nullable String zone,
      @Nullable String dayStartsAt,
      @Nullable Integer dailyGoal) {
    var profile =
        new ProfileSnapshot(
            user,
            null,
            zone == null ? null : ZoneId.of(zone),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            dayStartsAt == null ? null : LocalTime.parse(dayStartsAt),
            dailyGoal,
            null,
            version,
            since);
    return of(
        type, user, user, user, since, new ProfileEvent(profile, Map.of(), List.of(user), null));
  }

  private static TestEvent of(
      EventType type, String subject, String owner, String actor, Instant time, Object payload) {
    var event =
        new Envelope(
                type,
                UUID.randomUUID(),
                URI.create("/functions/task-api"),
                subject,
                time,
                subject,
                actor,
                owner,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .around(payload);
    var headers = new HashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", event.getId());
    headers.put("ce-source", event.getSource().toString());
    headers.put("ce-type", event.getType());
    headers.put("ce-subject", subject);
    headers.put("ce-time", time.toString());
    headers.put("ce-actor", actor);
    headers.put("ce-owner", owner);
    return new TestEvent(
        Map.copyOf(headers), new String(EventJson.write(payload), StandardCharsets.UTF_8));
  }

  /** The same event under another id, as a replay that the ledger does not know. */
  TestEvent again() {
    var other = new HashMap<>(headers);
    other.put("ce-id", UUID.randomUUID().toString());
    return new TestEvent(other, data);
  }
}
