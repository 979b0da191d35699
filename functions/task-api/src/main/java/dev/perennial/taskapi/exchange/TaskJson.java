package dev.perennial.taskapi.exchange;

import dev.perennial.events.EventJson;
import dev.perennial.tasks.Content;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Task;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** A task with what brings it back, which the API does not answer. */
final class TaskJson {

  private static final Set<String> OF_ONE = Set.of("due", "listId");

  private TaskJson() {}

  static ObjectNode of(Task task) {
    ObjectNode json = EventJson.MAPPER.valueToTree(task.snapshot());
    Occurrence turn = task.occurrence();
    if (turn != null && turn.series().anchor() != null) {
      json.set("anchor", EventJson.MAPPER.valueToTree(turn.series().anchor()));
    }
    if (task.origin().previous() != null) {
      json.put("previous", task.origin().previous().toString());
    }
    Content carried = task.carried();
    if (carried != null) {
      json.set("carried", EventJson.MAPPER.<ObjectNode>valueToTree(carried).remove(OF_ONE));
    }
    return json;
  }
}
