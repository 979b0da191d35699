package dev.perennial.e2e.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.Executors;

/**
 * The yardstick "bare": the least that a function on the JVM consists of. The JDK's HTTP server
 * takes one event a request, and HikariCP and the driver of Postgres enter it in a ledger and
 * insert its effect, in one transaction.
 */
final class BareServer {

  private static final int ACCEPTED = 202;
  private static final int FAILED = 500;
  private static final int BACKLOG = 100;
  private static final int POOL = 8;

  private final HikariDataSource database;

  private BareServer(HikariDataSource database) {
    this.database = database;
  }

  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var database = new HikariDataSource(settings());
    var port = Integer.parseInt(System.getenv("PORT"));
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", new BareServer(database)::handle);
    server.start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.stop(0);
                  database.close();
                }));
  }

  private static HikariConfig settings() {
    var settings = new HikariConfig();
    settings.setJdbcUrl(System.getenv("DATABASE_URL"));
    settings.setUsername(System.getenv("DATABASE_USER"));
    settings.setPassword(System.getenv("DATABASE_PASSWORD"));
    settings.setMaximumPoolSize(POOL);
    settings.setMinimumIdle(0);
    settings.setInitializationFailTimeout(-1);
    settings.setAutoCommit(false);
    return settings;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var data = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      insert(exchange.getRequestHeaders().getFirst("ce-id"), data);
      exchange.sendResponseHeaders(ACCEPTED, -1);
    } catch (SQLException e) {
      exchange.sendResponseHeaders(FAILED, -1);
    }
  }

  private void insert(String event, String data) throws SQLException {
    try (var connection = database.getConnection();
        var ledger =
            connection.prepareStatement(
                "INSERT INTO bench.ledger (id) VALUES (?) ON CONFLICT DO NOTHING");
        var effect = connection.prepareStatement("INSERT INTO bench.effects (data) VALUES (?)")) {
      ledger.setString(1, event);
      if (ledger.executeUpdate() == 1) {
        effect.setString(1, data);
        effect.executeUpdate();
      }
      connection.commit();
    }
  }
}
