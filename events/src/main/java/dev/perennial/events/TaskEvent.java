package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code task.*} event.
 *
 * @param task the task after the command; after a deletion, its last state
 * @param changes the fields that the command changed, by name; empty for a deletion
 * @param audience the users who may see the task at that moment
 * @param client the client that the actor used; null if a function changed the task
 * @param reason why the task was deleted; null for every other event
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
    /** A user deleted the task and with it the following occurrences of its series. */
    @JsonProperty("task")
    TASK,
    /** A user deleted this occurrence only. Its series continues. */
    @JsonProperty("occurrence")
    OCCURRENCE,
    /**
     * The previous occurrence was reopened. This one is created again when the previous one is
     * completed.
     */
    @JsonProperty("reopened")
    REOPENED,
    /** Its list was deleted. */
    @JsonProperty("list")
    LIST
  }
}
