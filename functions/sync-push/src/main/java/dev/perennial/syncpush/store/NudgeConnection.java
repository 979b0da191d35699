package dev.perennial.syncpush.store;

import dev.perennial.runtime.Settings;
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
 * Hears what other instances tell, and shows them that this one lives. It is a connection of its
 * own, past any pooler, since a pooled one hears nothing and keeps no lock; opened when first
 * listened to, and again after a fault.
 */
public final class NudgeConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NudgeConnection.class);

  private final Settings settings;
  private final Presence presence;
  private @Nullable Connection connection;
  private boolean present;

  public NudgeConnection(Settings settings, Presence presence) {
    this.settings = settings;
    this.presence = presence;
  }

  /**
   * What was told since it was last asked, or the first that is told within this time. {@link
   * Nudge#ALL} when it has just been opened: nobody knows what was told before.
   */
  public List<Nudge> hear(Duration atMost) throws SQLException {
    try {
      var open = connection;
      if (open == null) {
        open = open();
        connection = open;
        present = show(open);
        return List.of(Nudge.ALL);
      }
      present = present || show(open);
      var told =
          open.unwrap(PGConnection.class)
              // Zero would be for ever.
              .getNotifications((int) Math.max(1, atMost.toMillis()));
      return told == null
          ? List.of()
          : Arrays.stream(told).flatMap(NudgeConnection::nudge).toList();
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /**
   * Without waiting: who looks whether this process lives has the lock for a moment, and a
   * connection that was lost has it until Postgres notices. The next time it is asked for again.
   */
  private boolean show(Connection open) throws SQLException {
    try (var statement = open.createStatement();
        var locked =
            statement.executeQuery("SELECT pg_try_advisory_lock(%d)".formatted(presence.key()))) {
      return locked.next() && locked.getBoolean(1);
    }
  }

  private static Stream<Nudge> nudge(PGNotification told) {
    var nudge = Nudge.read(told.getParameter());
    if (nudge.isEmpty()) {
      LOG.warn("What the connection {} told is not of ours, and is ignored", told.getPID());
    }
    return nudge.stream();
  }

  private Connection open() throws SQLException {
    var properties = new Properties();
    properties.put("user", settings.function());
    properties.put("password", settings.databasePassword());
    properties.put("ApplicationName", settings.function() + " listening");
    properties.put("connectTimeout", "5");
    properties.put("socketTimeout", "30");
    properties.put("tcpKeepAlive", "true");
    var opened = new Driver().connect(settings.databaseDirectUrl(), properties);
    if (opened == null) {
      throw new SQLException("no URL of Postgres: " + settings.databaseDirectUrl());
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
        LOG.debug("A connection that is not needed any more was not closed cleanly", e);
      }
    }
  }
}
