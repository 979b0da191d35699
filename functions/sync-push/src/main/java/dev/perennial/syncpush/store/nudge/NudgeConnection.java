package dev.perennial.syncpush.store.nudge;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.ConnectionProperties;
import dev.perennial.syncpush.store.feed.Feeds;
import dev.perennial.syncpush.store.lease.InstanceLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the nudges of other instances and holds the {@link InstanceLock}. It is a direct
 * connection, because a pooled one neither receives notifications nor keeps a lock. It is opened by
 * the first call of {@link #receive}, and again after a fault.
 */
public final class NudgeConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NudgeConnection.class);

  private final Settings settings;
  private final InstanceLock instance;
  private @Nullable Connection connection;
  private boolean locked;

  public NudgeConnection(Settings settings, InstanceLock instance) {
    this.settings = settings;
    this.instance = instance;
  }

  /**
   * Returns the nudges since the last call, or waits for the first one, at most this long. Returns
   * {@link Nudge#ALL} when the connection was just opened, since earlier nudges are lost.
   */
  public List<Nudge> receive(Duration timeout) throws SQLException {
    try {
      var open = connection;
      if (open == null) {
        open = open();
        connection = open;
        locked = tryLock(open);
        return List.of(Nudge.ALL);
      }
      locked = locked || tryLock(open);
      var notifications =
          open.unwrap(PGConnection.class)
              // Zero would wait without a limit.
              .getNotifications((int) Math.max(1, timeout.toMillis()));
      return notifications == null
          ? List.of()
          : Arrays.stream(notifications).flatMap(NudgeConnection::nudge).toList();
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /**
   * Does not wait: an instance that probes the lock holds it for a moment, and a lost connection
   * holds it until Postgres notices. The next call of {@link #receive} tries again.
   */
  private boolean tryLock(Connection open) throws SQLException {
    try (var statement = open.createStatement();
        var acquired =
            statement.executeQuery("SELECT pg_try_advisory_lock(%d)".formatted(instance.key()))) {
      return acquired.next() && acquired.getBoolean(1);
    }
  }

  private static Stream<Nudge> nudge(PGNotification notification) {
    var nudge = Nudge.read(notification.getParameter());
    if (nudge.isEmpty()) {
      LOG.warn(
          "Ignored a notification of database connection {} that is not a nudge",
          notification.getPID());
    }
    return nudge.stream();
  }

  private Connection open() throws SQLException {
    var properties = new Properties();
    properties.putAll(ConnectionProperties.of(settings));
    properties.put("ApplicationName", settings.function() + " listening");
    var opened = new Driver().connect(settings.databaseDirectUrl(), properties);
    if (opened == null) {
      throw new SQLException(
          "DATABASE_DIRECT_URL is not a JDBC URL of Postgres: " + settings.databaseDirectUrl());
    }
    try (var statement = opened.createStatement()) {
      statement.execute("LISTEN " + Feeds.CHANNEL);
    }
    return opened;
  }

  @Override
  public void close() {
    var open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("The listening connection was not closed cleanly", e);
      }
    }
  }
}
