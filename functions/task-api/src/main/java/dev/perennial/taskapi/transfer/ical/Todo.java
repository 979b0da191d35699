package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.taskapi.transfer.format.ImportItem;
import dev.perennial.taskapi.transfer.format.LeftOut;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A VTODO that was read.
 *
 * @param json of the task
 * @param leftOut what it has that is not in the JSON
 */
record Todo(Component source, ObjectNode json, LeftOut leftOut) {

  ImportItem.Read item() {
    return new ImportItem.Read(source.line(), json, leftOut);
  }

  boolean isClosed() {
    return json.has("status");
  }

  String id() {
    return json.path("id").asString("");
  }

  /** Null if it does not recur. */
  @Nullable Recurrence rule() {
    return read("recurrence", Recurrence.class);
  }

  /** From which its rule counts; null if there is none. */
  @Nullable Due anchor() {
    return json.has("anchor") ? read("anchor", Due.class) : due();
  }

  @Nullable Due due() {
    return read("due", Due.class);
  }

  private <T> @Nullable T read(String name, Class<T> type) {
    JsonNode value = json.path(name);
    try {
      return value.isObject() ? EventJson.MAPPER.treeToValue(value, type) : null;
    } catch (DatabindException invalid) {
      // Of an extension property that was changed; reported when the JSON is read.
      return null;
    }
  }
}
