package dev.perennial.local.metrics;

import dev.perennial.local.metrics.PrometheusText.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the functions have recorded since an instant, read from the database for each request. */
public final class DatabaseMetrics {

  private static final int SECONDS = 5;

  /** Seconds by which a notification was sent late. */
  private static final List<Integer> BOUNDS = List.of(1, 5, 10, 30, 60, 300, 3600, 86_400);

  private static final String INVOCATIONS =
      """
      SELECT function, trigger, outcome, count(*), sum(wall_us) / 1e6, sum(cpu_us) / 1e6,
        sum(attempt - 1) + count(*) FILTER (WHERE outcome = 'in-progress')
      FROM usage.invocations WHERE started_at >= ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """;

  private static final String OUTBOX =
      "SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0) FROM"
          + " runtime.outbox";

  private static final String LETTERS =
      "SELECT lower(state), count(*) FROM operations.dead_letters GROUP BY 1 ORDER BY 1";

  private static final String LATENESS =
      """
      SELECT b, count(*) FILTER (WHERE late <= b), count(late), coalesce(sum(late), 0)
      FROM unnest(?) b LEFT JOIN (
        SELECT greatest(0, extract(epoch FROM d.sent_at - n.due_at)) AS late
        FROM reminders.deliveries d JOIN reminders.notifications n ON n.id = d.notification_id
        WHERE d.sent_at >= ?) sent ON true
      GROUP BY b ORDER BY b
      """;

  private final Supplier<String> url;
  private final String owner;
  private final String password;
  private final Instant since;

  /**
   * @param url of the database, with TLS if that is required
   * @param owner a role that may read everything
   * @param since counters begin then
   */
  public DatabaseMetrics(Supplier<String> url, String owner, String password, Instant since) {
    this.url = url;
    this.owner = owner;
    this.password = password;
    this.since = since;
  }

  /**
   * Adds the metrics.
   *
   * @throws SQLException if the database is unavailable; the text must not be used then
   */
  void addTo(PrometheusText text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url.get(), owner, password)) {
      addInvocations(text, connection);
      addOutbox(text, connection);
      addLetters(text, connection);
      addLateness(text, connection);
    }
  }

  private record Line(Map<String, String> labels, List<Double> values) {}

  private void addInvocations(PrometheusText text, Connection connection) throws SQLException {
    List<Line> lines = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection, INVOCATIONS)) {
      statement.setTimestamp(1, Timestamp.from(since));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Map<String, String> labels = new LinkedHashMap<>();
          labels.put("function", rows.getString(1));
          labels.put("trigger", rows.getString(2));
          labels.put("outcome", rows.getString(3));
          lines.add(
              new Line(
                  labels,
                  List.of(
                      rows.getDouble(4), rows.getDouble(5), rows.getDouble(6), rows.getDouble(7))));
        }
      }
    }
    add(text, "perennial_invocations_total", "Recorded invocations.", lines, 0);
    add(text, "perennial_invocation_seconds_total", "How long they took.", lines, 1);
    add(text, "perennial_invocation_cpu_seconds_total", "Their share of the CPU.", lines, 2);
    add(text, "perennial_retries_total", "Attempts after the first one.", lines, 3);
  }

  private static void add(
      PrometheusText text, String name, String help, List<Line> lines, int column) {
    text.metric(name, Kind.COUNTER, help);
    lines.forEach(line -> text.sample(name, line.labels(), line.values().get(column)));
  }

  private static void addOutbox(PrometheusText text, Connection connection) throws SQLException {
    try (PreparedStatement statement = prepare(connection, OUTBOX);
        ResultSet row = statement.executeQuery()) {
      row.next();
      text.metric("perennial_outbox_events", Kind.GAUGE, "Events that are not published yet.")
          .sample("perennial_outbox_events", Map.of(), row.getDouble(1))
          .metric("perennial_outbox_age_seconds", Kind.GAUGE, "The age of the oldest of them.")
          .sample("perennial_outbox_age_seconds", Map.of(), row.getDouble(2));
    }
  }

  private static void addLetters(PrometheusText text, Connection connection) throws SQLException {
    text.metric("perennial_dead_letters", Kind.GAUGE, "Dead letters by their state.");
    try (PreparedStatement statement = prepare(connection, LETTERS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        text.sample(
            "perennial_dead_letters", Map.of("state", rows.getString(1)), rows.getDouble(2));
      }
    }
  }

  private void addLateness(PrometheusText text, Connection connection) throws SQLException {
    String name = "perennial_reminder_lateness_seconds";
    text.metric(name, Kind.HISTOGRAM, "How late notifications were sent, by each channel.");
    double count = 0;
    double sum = 0;
    try (PreparedStatement statement = prepare(connection, LATENESS)) {
      statement.setArray(1, connection.createArrayOf("integer", BOUNDS.toArray()));
      statement.setTimestamp(2, Timestamp.from(since));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          text.sample(name + "_bucket", Map.of("le", rows.getString(1)), rows.getDouble(2));
          count = rows.getDouble(3);
          sum = rows.getDouble(4);
        }
      }
    }
    text.sample(name + "_bucket", Map.of("le", "+Inf"), count)
        .sample(name + "_sum", Map.of(), sum)
        .sample(name + "_count", Map.of(), count);
  }

  private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(SECONDS);
    return statement;
  }
}
