package dev.perennial.auditsink;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A delivery of an event; each {@code with} returns a changed copy. */
record Event(Map<String, String> headers, String data) {

  static final UUID LIST = UUID.fromString("0198f3c0-11d2-7b8f-8a35-0c9e7d6f5b21");

  /** An update of the title of this task by its owner, who is its only audience. */
  static Event of(String owner, UUID task) {
    return of(owner, task, List.of(owner), "{\"title\": {\"from\": \"Ferns\", \"to\": \"Moss\"}}");
  }

  static Event of(String owner, UUID task, List<String> audience, String changes) {
    var headers =
        new HashMap<>(
            Map.of(
                "ce-specversion",
                "1.0",
                "ce-id",
                UUID.randomUUID().toString(),
                "ce-source",
                "/functions/task-api",
                "ce-type",
                "dev.perennial.task.updated.v1",
                "ce-subject",
                task.toString(),
                "ce-time",
                Instant.now().toString(),
                "ce-owner",
                owner,
                "ce-actor",
                owner,
                "Content-Type",
                "application/json"));
    return new Event(
        headers,
        """
        {"task": {"id": "%s", "listId": "%s", "title": "Moss"}, "changes": %s, "audience": [%s]}
        """
            .formatted(task, LIST, changes, quoted(audience)));
  }

  /** A notification for reminders of these tasks. */
  static Event reminderDue(String owner, UUID... tasks) {
    String reminders =
        Arrays.stream(tasks)
            .map("{\"reminderId\": \"r\", \"taskId\": \"%s\"}"::formatted)
            .collect(Collectors.joining(", "));
    return of(owner, UUID.randomUUID())
        .with("type", "dev.perennial.reminder.due.v1")
        .withData(
            "{\"notification\": {\"reminders\": [%s]}, \"audience\": [\"%s\"]}"
                .formatted(reminders, owner));
  }

  Event with(String header, String value) {
    var changed = new HashMap<>(headers);
    changed.put("ce-" + header, value);
    return new Event(changed, data);
  }

  Event without(String header) {
    var fewer = new HashMap<>(headers);
    fewer.remove("ce-" + header);
    return new Event(fewer, data);
  }

  Event withData(String payload) {
    return new Event(headers, payload);
  }

  String id() {
    return headers.get("ce-id");
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(", "));
  }
}
