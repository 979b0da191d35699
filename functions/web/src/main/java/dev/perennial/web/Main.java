package dev.perennial.web;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.log.LogConfigurator;
import org.slf4j.LoggerFactory;

/** Serves the web app: its files from the jar, and how it signs people in. */
public final class Main {

  private static final String FUNCTION = "web";

  private Main() {}

  public static void main(String[] arguments) {
    LogConfigurator.nameFunction(FUNCTION);
    try {
      var server = WebServer.start(new Settings(FUNCTION, System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
      // The server's threads are daemons, and would not keep the process alive.
      new Thread(server::awaitClosed, FUNCTION).start();
    } catch (RuntimeException fault) {
      LoggerFactory.getLogger(Main.class)
          .error("The function cannot start, and the process ends with status 1", fault);
      System.exit(1);
    }
  }
}
