package dev.perennial.taskapi.transfer.json;

import dev.perennial.events.EventJson;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Task;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of a task with the state of its series, which the API does not return. */
public final class TaskJson {

  private static final Set<String> OF_OCCURRENCE = Set.of("due", "listId");

  private TaskJson() {}

  public static ObjectNode of(Task task) {
    ObjectNode json = EventJson.MAPPER.valueToTree(task.snapshot());
    Occurrence occurrence = task.occurrence();
    if (occurrence != null && occurrence.series().anchor() != null) {
      json.set("anchor", EventJson.MAPPER.valueToTree(occurrence.series().anchor()));
    }
    if (task.origin().previous() != null) {
      json.put("previous", task.origin().previous().toString());
    }
    Content carried = task.carried();
    if (carried != null) {
      json.set("carried", EventJson.MAPPER.<ObjectNode>valueToTree(carried).remove(OF_OCCURRENCE));
    }
    return json;
  }
}
