package dev.perennial.runtime.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import co.elastic.logging.logback.EcsEncoder;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Configures the log without XML, which would have to be parsed at each start. Reads {@code
 * LOG_FORMAT}, which is {@code json} (Elastic Common Schema, the default) or {@code text}, {@code
 * LOG_LEVEL} for all loggers. A {@code logback-test.xml} has precedence.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {

  private static final AtomicReference<String> FUNCTION = new AtomicReference<>("function");

  /** Sets the name of the function that is in every line. Must precede the first logger. */
  public static void nameFunction(String name) {
    FUNCTION.set(name);
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    passOnJavaUtilLogging();
    if (ClassLoader.getSystemResource("logback-test.xml") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    var env = System.getenv();
    var root = context.getLogger("ROOT");
    root.addAppender(console(context, encoder(env)));
    root.setLevel(level(env, Level.WARN));
    context.getLogger("dev.perennial").setLevel(level(env, Level.INFO));
    // The client logs each failed connection attempt; the outbox logs once per sweep.
    context.getLogger("org.apache.kafka").setLevel(level(env, Level.ERROR));
    // It logs faults of clients as errors; those of handlers never reach it.
    context.getLogger("org.apache.coyote.http11").setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** By which Tomcat and the Postgres driver log. */
  private static void passOnJavaUtilLogging() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
  }

  private static Level level(Map<String, String> env, Level byDefault) {
    return Level.toLevel(env.get("LOG_LEVEL"), byDefault);
  }

  private static ConsoleAppender<ILoggingEvent> console(
      LoggerContext context, Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
    return console;
  }

  private static Encoder<ILoggingEvent> encoder(Map<String, String> env) {
    var service = FUNCTION.get();
    if (env.getOrDefault("LOG_FORMAT", "json").equals("json")) {
      var json = new EcsEncoder();
      json.setServiceName(service);
      return json;
    }
    var text = new PatternLayoutEncoder();
    text.setPattern("%d{HH:mm:ss.SSS} %-5level " + service + " %logger{0}: %msg %mdc%n");
    return text;
  }
}
