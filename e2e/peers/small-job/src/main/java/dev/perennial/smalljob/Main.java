package dev.perennial.smalljob;

import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Inserts one row for each event. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("small-job", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var effects = parts.database().repository(EffectRows.class);
    parts.handleEvents(event -> effects.save(new EffectRow(UUID.randomUUID(), data(event))));
  }

  private static String data(CloudEvent event) {
    var data = event.getData();
    return data == null ? "" : new String(data.toBytes(), StandardCharsets.UTF_8);
  }
}
