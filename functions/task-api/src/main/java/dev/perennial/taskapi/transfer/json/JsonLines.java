package dev.perennial.taskapi.transfer.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonBody;
import dev.perennial.events.EventJson;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.taskapi.transfer.format.ExportFormat;
import dev.perennial.taskapi.transfer.format.ImportFormat;
import dev.perennial.taskapi.transfer.format.ImportItem;
import dev.perennial.taskapi.transfer.format.LineReader;
import dev.perennial.tasks.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Lines: each line is an object as the API returns it, with its {@code kind}. */
public final class JsonLines implements ExportFormat, ImportFormat {

  @Override
  public Writer writer(OutputStream out) {
    return new Writer() {
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

      private void write(String kind, ObjectNode item) throws IOException {
        ObjectNode line = EventJson.MAPPER.createObjectNode().put("kind", kind);
        line.setAll(item);
        out.write(EventJson.write(line));
        out.write('\n');
      }
    };
  }

  @Override
  public void read(Source source, Consumer<ImportItem> items) throws IOException {
    try (InputStream in = source.open()) {
      read(new LineReader(in), items);
    }
  }

  private static void read(LineReader lines, Consumer<ImportItem> items) throws IOException {
    for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
      if (line.bytes() == null) {
        items.accept(
            ImportItem.Broken.of(
                line.number(), null, "is longer than " + LineReader.MAX_BYTES + " bytes"));
      } else if (!new String(line.bytes(), UTF_8).isBlank()) {
        items.accept(item(line.number(), line.bytes()));
      }
    }
  }

  private static ImportItem item(int number, byte[] line) {
    JsonNode json;
    try {
      json = JsonBody.parse(line);
    } catch (ProblemException refused) {
      return ImportItem.Broken.of(
          number, null, "is not valid JSON in UTF-8, or has a duplicate name or too much nesting");
    }
    return json instanceof ObjectNode object
        ? ImportItem.Read.whole(number, object)
        : ImportItem.Broken.of(number, null, "must be an object");
  }
}
