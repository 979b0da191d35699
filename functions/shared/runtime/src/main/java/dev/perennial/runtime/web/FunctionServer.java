package dev.perennial.runtime.web;

import dev.perennial.runtime.Settings;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a function from its environment and its wiring. */
public final class FunctionServer {

  private FunctionServer() {}

  /**
   * Serves until SIGTERM, then refuses new requests, finishes those in flight for up to 25 s, and
   * closes the producer and the pool.
   *
   * @param function the function's name
   * @param wiring a configuration that imports {@link HttpConfiguration} or {@link
   *     EventConfiguration}
   */
  public static ConfigurableApplicationContext run(String function, Class<?> wiring) {
    return run(new Settings(function, System.getenv()), wiring);
  }

  /** As {@link #run(String, Class)}, with these settings instead of the process's environment. */
  public static ConfigurableApplicationContext run(Settings settings, Class<?> wiring) {
    var application = new SpringApplication(wiring);
    application.setBannerMode(Banner.Mode.OFF);
    application.setDefaultProperties(properties(settings));
    application.addInitializers(
        (ApplicationContextInitializer<ConfigurableApplicationContext>)
            context -> context.getBeanFactory().registerSingleton("settings", settings));
    return application.run();
  }

  private static Map<String, Object> properties(Settings settings) {
    var properties = new TreeMap<String, Object>();
    properties.put("server.port", settings.optional("PORT", "8080"));
    properties.put("server.address", settings.optional("BIND_ADDRESS", "0.0.0.0"));
    properties.put("server.shutdown", "graceful");
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", "25s");
    properties.put("spring.threads.virtual.enabled", true);
    properties.put("spring.main.log-startup-info", false);
    properties.put("spring.jmx.enabled", false);
    properties.put("spring.web.resources.add-mappings", false);
    // The filter reads a form body of any length to its end; no API accepts forms.
    properties.put("spring.mvc.formcontent.filter.enabled", false);
    properties.put("spring.cloud.function.definition", EventConfiguration.FUNCTION);
    properties.put("spring.application.name", settings.function());
    properties.put("logging.level.root", settings.optional("LOG_LEVEL", "WARN"));
    // The client logs each failed connection attempt; the outbox logs once per sweep.
    properties.put("logging.level.org.apache.kafka", settings.optional("LOG_LEVEL", "ERROR"));
    properties.put("logging.level.dev.perennial", settings.optional("LOG_LEVEL", "INFO"));
    if (settings.optional("LOG_FORMAT", "json").equals("json")) {
      properties.put("logging.structured.format.console", "ecs");
    } else {
      properties.put(
          "logging.pattern.console",
          "%d{HH:mm:ss.SSS} %-5level " + settings.function() + " %logger{0}: %msg %mdc%n");
    }
    return properties;
  }
}
