package dev.perennial.taskapi.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonBody;
import dev.perennial.events.EventJson;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.tasks.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object a line: a thing as the API answers it, and its kind. */
public final class JsonLines implements ExportFormat, ImportFormat {

  @Override
  public Sheet on(OutputStream out) {
    return new Sheet() {
      @Override
      public void profile(ProfileSnapshot profile) throws IOException {
        write("profile", EventJson.MAPPER.valueToTree(profile));
      }

      @Override
      public void list(ListSnapshot list) throws IOException {
        write("list", EventJson.MAPPER.valueToTree(list));
      }

      @Override
      public void task(Task task) throws IOException {
        write("task", TaskJson.of(task));
      }

      @Override
      public void end() {}

      private void write(String kind, ObjectNode thing) throws IOException {
        ObjectNode line = EventJson.MAPPER.createObjectNode().put("kind", kind);
        line.setAll(thing);
        out.write(EventJson.write(line));
        out.write('\n');
      }
    };
  }

  @Override
  public void read(InputStream in, Consumer<Item> items) throws IOException {
    Lines lines = new Lines(in);
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      if (line.bytes() == null) {
        items.accept(
            Item.Broken.of(line.number(), null, "is longer than " + Lines.MAX_BYTES + " bytes"));
      } else if (!new String(line.bytes(), UTF_8).isBlank()) {
        items.accept(item(line.number(), line.bytes()));
      }
    }
  }

  private static Item item(int number, byte[] line) {
    JsonNode json;
    try {
      json = JsonBody.parse(line);
    } catch (ProblemException refused) {
      return Item.Broken.of(
          number, null, "is no JSON in UTF-8, or has a name twice or too much nesting");
    }
    return json instanceof ObjectNode object
        ? new Item.Read(number, object)
        : Item.Broken.of(number, null, "must be an object");
  }
}
