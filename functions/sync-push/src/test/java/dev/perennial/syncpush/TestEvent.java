package dev.perennial.syncpush;

import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** An event as the broker delivers it. */
record TestEvent(Map<String, String> headers, String data) {

  static final Instant TIME = Instant.parse("2026-03-01T08:00:00Z");

  /** An update of a task in a list of its own. */
  static TestEvent task(String... audience) {
    return taskOf(UUID.randomUUID().toString(), audience);
  }

  static TestEvent taskOf(String list, String... audience) {
    var task = UUID.randomUUID().toString();
    return of(
        "dev.perennial.task.updated.v1",
        task,
        "{\"task\":{\"id\":\"%s\",\"listId\":\"%s\"},\"audience\":%s}"
            .formatted(task, list, json(audience)));
  }

  /** An event about a list at this version. */
  static TestEvent list(
      String kind, String list, long version, String[] members, String... audience) {
    var users =
        Arrays.stream(members)
            .map(user -> "{\"userId\":\"%s\",\"role\":\"editor\"}".formatted(user))
            .collect(Collectors.joining(",", "[", "]"));
    return of(
        "dev.perennial.list." + kind + ".v1",
        list,
        "{\"list\":{\"id\":\"%s\",\"version\":%d,\"members\":%s},\"audience\":%s}"
            .formatted(list, version, users, json(audience)));
  }

  static TestEvent profileDeleted(String user, Instant time) {
    return of(
            "dev.perennial.profile.deleted.v1",
            user,
            """
            {"profile":{"userId":"%s","displayName":null,"zone":null,"language":null,"email":null,
             "defaultReminders":null,"version":3,"updatedAt":"2026-03-01T17:00:02.403Z"},
             "changes":{},"audience":["%s"]}
            """
                .formatted(user, user))
        .with("ce-time", time.toString());
  }

  /** The shipped sample of the type, for this user. */
  static TestEvent sample(EventType type, String user) {
    var file = "/samples/" + type.type().replaceFirst("^dev\\.perennial\\.", "") + ".json";
    try (var shipped = EventType.class.getResourceAsStream(file)) {
      var sample = EventJson.MAPPER.readTree(shipped);
      return of(
          type.type(),
          sample.required("subject").stringValue(),
          sample.required("data").toString().replace("\"ada\"", '"' + user + '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TestEvent of(String type, String subject, String data) {
    return new TestEvent(
        Map.of(
            "ce-specversion", "1.0",
            "ce-id", UUID.randomUUID().toString(),
            "ce-source", "/functions/task-api",
            "ce-type", type,
            "ce-subject", subject,
            "ce-time", TIME.toString(),
            "ce-actor", "grace",
            "ce-owner", "grace",
            "Content-Type", "application/json"),
        data);
  }

  TestEvent with(String header, String value) {
    var changed = new HashMap<>(headers);
    changed.put(header, value);
    return new TestEvent(changed, data);
  }

  TestEvent without(String header) {
    var fewer = new HashMap<>(headers);
    fewer.remove(header);
    return new TestEvent(fewer, data);
  }

  String id() {
    return headers.get("ce-id");
  }

  private static String json(String... users) {
    return Arrays.stream(users).map("\"%s\""::formatted).collect(Collectors.joining(",", "[", "]"));
  }
}
