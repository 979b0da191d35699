package dev.perennial.runtime.web;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.EventProcessor;
import dev.perennial.runtime.ledger.RetrySchedule;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.cloud.function.context.config.ContextFunctionCatalogAutoConfiguration;
import org.springframework.cloud.function.web.mvc.ReactorAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import org.springframework.web.servlet.handler.MappedInterceptor;

/** The wiring of a function that handles events; the function adds its {@link EventHandler}. */
@Configuration(proxyBeanMethods = false)
@Import(HttpConfiguration.class)
@ImportAutoConfiguration({
  JacksonAutoConfiguration.class,
  ContextFunctionCatalogAutoConfiguration.class,
  ReactorAutoConfiguration.class,
})
public class EventConfiguration {

  /** The name of the bean that handles {@code POST /}. */
  static final String FUNCTION = "event";

  @Bean
  EventProcessor eventProcessor(Database database, EventHandler handler) {
    return new EventProcessor(database, handler, RetrySchedule.STANDARD);
  }

  @Bean(FUNCTION)
  Consumer<Message<String>> event(EventProcessor processor) {
    return new EventFunction(processor);
  }

  @Bean
  MappedInterceptor eventEndpointFilter() {
    return new MappedInterceptor(null, new EventEndpointFilter());
  }

  @Bean
  NotAcknowledgedResolver notAcknowledgedResolver() {
    return new NotAcknowledgedResolver();
  }

  @Bean
  Lifecycle stopWaitingFirst(EventProcessor processor) {
    return new Lifecycle(processor::stop);
  }
}
