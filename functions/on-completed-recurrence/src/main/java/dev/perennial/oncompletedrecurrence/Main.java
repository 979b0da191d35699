package dev.perennial.oncompletedrecurrence;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.web.EventConfiguration;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.tasks.store.TaskStore;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The function's wiring. */
@Configuration(proxyBeanMethods = false)
@Import(EventConfiguration.class)
public class Main {

  public static void main(String[] args) {
    FunctionServer.run("on-completed-recurrence", Main.class);
  }

  @Bean
  EventHandler handler(Database database, Outbox outbox, InstantSource clock) {
    return new OnCompletedRecurrence(new TaskStore(database, outbox), clock);
  }
}
