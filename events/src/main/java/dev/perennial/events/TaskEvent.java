package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param reason why it was deleted; null for every other act
 */
public record TaskEvent(
    TaskSnapshot task,
    Map<String, Change> changes,
    List<String> audience,
    @Nullable Client client,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DeletionReason reason) {

  public TaskEvent {
    Required.present("task", task);
    changes = Required.map("changes", changes);
    audience = Required.list("audience", audience);
  }

  /** Why a task was deleted. */
  public enum DeletionReason {
    /** Somebody deleted it, and with it what was to come of its series. */
    @JsonProperty("task")
    TASK,
    /** Somebody deleted this occurrence only; its series goes on. */
    @JsonProperty("occurrence")
    OCCURRENCE,
    /** The occurrence before it was reopened; it comes again when that one is completed. */
    @JsonProperty("reopened")
    REOPENED,
    /** Its list was deleted. */
    @JsonProperty("list")
    LIST
  }
}
