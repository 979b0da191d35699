package dev.perennial.runtime.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventType;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import java.util.Map;
import java.util.Objects;

/** Emits an event for each that it gets, about the same subject and with the same text. */
final class EmittingFunction {

  static final String NAME = "on-completed-recurrence";

  private static void wire(FunctionParts parts) {
    parts.handleEvents(
        event -> {
          var subject = Objects.requireNonNull(event.getSubject());
          var text = new String(event.getData().toBytes(), UTF_8);
          parts
              .outbox()
              .add(
                  new Outbox.Entry(
                      EventType.TASK_CREATED,
                      subject,
                      subject,
                      "ada",
                      "ada",
                      Map.of("text", text)));
        });
  }

  private EmittingFunction() {}

  public static void main(String[] args) {
    FunctionServer.run(NAME, EmittingFunction::wire);
  }
}
