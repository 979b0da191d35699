package dev.perennial.runtime.database;

import dev.perennial.runtime.Settings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first connection of a process to Postgres, which is closed at once. Most of its time goes to
 * the classes of TLS and SCRAM, which it initializes while another thread starts the rest. The next
 * connection takes a tenth of the time.
 */
public final class FirstConnection {

  private static final Logger LOG = LoggerFactory.getLogger(FirstConnection.class);

  private FirstConnection() {}

  /** Connects in a thread of its own. A failure changes nothing. */
  public static void openBesideTheStart(Settings settings) {
    var properties = new Properties();
    properties.putAll(ConnectionProperties.of(settings));
    String url = settings.databaseUrl();
    Thread.ofPlatform().daemon().name("first connection").start(() -> connect(url, properties));
  }

  private static void connect(String url, Properties properties) {
    try {
      DriverManager.getConnection(url, properties).close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("There is no connection to the database yet; the first transaction tries again", e);
    }
  }
}
