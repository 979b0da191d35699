package dev.perennial.local.platform;

import dev.perennial.embedded.OwnerOnlyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Configures the platform's own log: everything goes to a file, warnings and errors also to the
 * terminal.
 */
public final class Logging {

  // Strong references, since the log manager discards unreferenced loggers with their levels.
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("dev.perennial");
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  /** The handler creates a lock file beside its file. */
  private static final String LOCK_SUFFIX = ".lck";

  private Logging() {}

  /** Resets the log manager: warnings and errors of the platform go to the terminal. */
  public static void quiet() {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT %4$-7s %5$s%6$s%n");
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(Level.INFO);
    // Kafka's clients warn ten times a second while the broker is unavailable.
    KAFKA.setLevel(Level.SEVERE);
    var console = new ConsoleHandler();
    console.setLevel(Level.WARNING);
    OURS.addHandler(console);
  }

  /** Adds this file as a destination until the result is closed. */
  static AutoCloseable to(Path file) {
    try {
      var handler = new FileHandler(OwnerOnlyFile.create(file).toString(), true);
      OwnerOnlyFile.create(Path.of(file + LOCK_SUFFIX));
      handler.setFormatter(new SimpleFormatter());
      ROOT.addHandler(handler);
      return () -> {
        ROOT.removeHandler(handler);
        handler.close();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
