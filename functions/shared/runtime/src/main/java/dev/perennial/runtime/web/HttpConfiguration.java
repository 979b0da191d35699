package dev.perennial.runtime.web;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.JdbcOutbox;
import dev.perennial.runtime.outbox.KafkaPublisher;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.outbox.OutboxRelay;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The wiring of every function: a server, the database, the outbox. The auto-configurations are
 * named one by one, because each class that is not loaded makes the cold start shorter.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  PropertyPlaceholderAutoConfiguration.class,
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
})
public class HttpConfiguration {

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean(destroyMethod = "close")
  Database database(Settings settings) {
    return Database.open(settings);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  OutboxRelay outboxRelay(Database database, Settings settings) {
    return new OutboxRelay(database, new KafkaPublisher(settings.function(), settings.kafka()));
  }

  @Bean
  Outbox outbox(Database database, OutboxRelay relay, Settings settings, InstantSource clock) {
    return new JdbcOutbox(database, relay, settings.source(), clock);
  }

  @Bean
  HealthDetails outboxDetails(OutboxRelay relay) {
    return () -> relay.refused() == 0 ? Map.of() : Map.of("refusedEvents", relay.refused());
  }

  @Bean
  RequestFilter requestFilter(ObjectProvider<HealthDetails> details) {
    var all = details.orderedStream().toList();
    return new RequestFilter(
        () -> {
          var together = new LinkedHashMap<String, Object>();
          all.forEach(each -> together.putAll(each.details()));
          return together;
        });
  }

  /**
   * Accepts {@code %2F} and {@code %5C} in paths and leaves them encoded: user ids may have
   * slashes. Spring splits the raw path and decodes each part once.
   */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
    return server ->
        server.addConnectorCustomizers(
            connector -> {
              var passThrough = EncodedSolidusHandling.PASS_THROUGH.getValue();
              connector.setEncodedSolidusHandling(passThrough);
              connector.setEncodedReverseSolidusHandling(passThrough);
            });
  }

  /** spring-cloud-function sends its responses in an asynchronous dispatch. */
  @Bean
  FilterRegistrationBean<RequestFilter> requestFilterOfEveryDispatch(RequestFilter requestFilter) {
    var registration = new FilterRegistrationBean<>(requestFilter);
    registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
    return registration;
  }

  @Bean
  Lifecycle drainFirst(RequestFilter requestFilter) {
    return new Lifecycle(requestFilter::drain);
  }
}
