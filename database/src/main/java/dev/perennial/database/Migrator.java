package dev.perennial.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/**
 * Brings a database to the newest schema and lets the functions' roles in.
 *
 * @param url the database's JDBC URL
 * @param user the owner of the schemas; may create roles; no function runs as this user
 */
public record Migrator(String url, String user, String password) {

  /**
   * Applies what is missing, in order. Safe to repeat, and for several to try at once: one of them
   * does it.
   */
  public void migrate() {
    Flyway.configure()
        .dataSource(url, user, password)
        .schemas("migrations")
        .createSchemas(true)
        .load()
        .migrate();
  }

  /** Lets a function's role log in with this password from now on. */
  public void letIn(String role, String rolePassword) throws SQLException {
    try (var connection = DriverManager.getConnection(url, user, password);
        var statement = connection.createStatement()) {
      statement.execute(
          "ALTER ROLE %s LOGIN PASSWORD %s"
              .formatted(
                  statement.enquoteIdentifier(role, true), statement.enquoteLiteral(rolePassword)));
    }
  }

  @Override
  public String toString() {
    return "Migrator[" + url + " as " + user + "]";
  }
}
