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

/** An event as the broker brings it. */
record Happening(Map<String, String> headers, String data) {

  static final Instant TIME = Instant.parse("2026-03-01T08:00:00Z");

  /** Something about a task in a list of nobody's. */
  static Happening task(String... audience) {
    return taskOf(UUID.randomUUID().toString(), audience);
  }

  static Happening taskOf(String list, String... audience) {
    var task = UUID.randomUUID().toString();
    return of(
        "dev.perennial.task.updated.v1",
        task,
        "{\"task\":{\"id\":\"%s\",\"listId\":\"%s\"},\"audience\":%s}"
            .formatted(task, list, json(audience)));
  }

  /** Something about a list, at this version. */
  static Happening list(String kind, String list, long version, String[] members, String... told) {
    var users =
        Arrays.stream(members)
            .map(user -> "{\"userId\":\"%s\",\"role\":\"editor\"}".formatted(user))
            .collect(Collectors.joining(",", "[", "]"));
    return of(
        "dev.perennial.list." + kind + ".v1",
        list,
        "{\"list\":{\"id\":\"%s\",\"version\":%d,\"members\":%s},\"audience\":%s}"
            .formatted(list, version, users, json(told)));
  }

  static Happening profileDeleted(String user, Instant time) {
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

  /** The type's sample, as it is shipped, as if this user were the one it is about. */
  static Happening sample(EventType type, String user) {
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

  static Happening of(String type, String subject, String data) {
    return new Happening(
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

  Happening with(String header, String value) {
    var changed = new HashMap<>(headers);
    changed.put(header, value);
    return new Happening(changed, data);
  }

  Happening without(String header) {
    var fewer = new HashMap<>(headers);
    fewer.remove(header);
    return new Happening(fewer, data);
  }

  String id() {
    return headers.get("ce-id");
  }

  private static String json(String... users) {
    return Arrays.stream(users).map("\"%s\""::formatted).collect(Collectors.joining(",", "[", "]"));
  }
}
