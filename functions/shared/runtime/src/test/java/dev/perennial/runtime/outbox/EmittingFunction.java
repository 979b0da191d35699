package dev.perennial.runtime.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventType;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.web.EventConfiguration;
import dev.perennial.runtime.web.FunctionServer;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Emits an event for each that it gets, about the same subject and with the same text. */
final class EmittingFunction {

  static final String NAME = "on-completed-recurrence";

  @Configuration(proxyBeanMethods = false)
  @Import(EventConfiguration.class)
  static class Wiring {

    @Bean
    EventHandler handler(Outbox outbox) {
      return event -> {
        var subject = Objects.requireNonNull(event.getSubject());
        var text = new String(event.getData().toBytes(), UTF_8);
        outbox.add(
            new Outbox.Entry(
                EventType.TASK_CREATED, subject, subject, "ada", "ada", Map.of("text", text)));
      };
    }
  }

  private EmittingFunction() {}

  public static void main(String[] args) {
    FunctionServer.run(NAME, Wiring.class);
  }
}
