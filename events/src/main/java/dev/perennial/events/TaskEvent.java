package dev.perennial.events;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code task.*} event.
 *
 * @param task the task after the act; for a deletion its last state
 * @param changes the fields the act changed, by name; empty for a deletion
 * @param audience the users who may see the task, at that moment
 * @param client what the person acted with; null if a function acted
 */
public record TaskEvent(
    TaskSnapshot task,
    Map<String, Change> changes,
    List<String> audience,
    @Nullable Client client) {

  public TaskEvent {
    Required.present("task", task);
    changes = Required.map("changes", changes);
    audience = Required.list("audience", audience);
  }

  /** One field's value before and after the act. */
  public record Change(@Nullable Object from, @Nullable Object to) {}

  /** What a person acted with. */
  public record Client(String kind, @Nullable String deviceId) {

    public Client {
      Required.present("kind", kind);
    }
  }
}
