package dev.perennial.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/**
 * Brings a database to the newest schema and allows the functions' roles to log in.
 *
 * @param url the database's JDBC URL
 * @param user the owner of the schemas; may create roles; no function runs as this user
 */
public record Migrator(String url, String user, String password) {

  private static final int UNLIMITED = -1;

  /**
   * Applies the missing migrations, in order. It may be called repeatedly and concurrently: Flyway
   * locks its history table, so each is applied once.
   */
  public void migrate() {
    Flyway.configure()
        .dataSource(url, user, password)
        .schemas("migrations")
        .createSchemas(true)
        .load()
        .migrate();
  }

  /** As {@link #allowLogin(String, String, int)}, with any number of connections. */
  public void allowLogin(String role, String rolePassword) throws SQLException {
    allowLogin(role, rolePassword, UNLIMITED);
  }

  /**
   * Sets the password of a function's role and allows it to log in.
   *
   * @param connections maximum number of the role's connections, so that a function that opens too
   *     many leaves some to the others
   */
  public void allowLogin(String role, String rolePassword, int connections) throws SQLException {
    try (var connection = DriverManager.getConnection(url, user, password);
        var statement = connection.createStatement()) {
      statement.execute(
          "ALTER ROLE %s LOGIN CONNECTION LIMIT %d PASSWORD %s"
              .formatted(
                  statement.enquoteIdentifier(role, true),
                  connections,
                  statement.enquoteLiteral(rolePassword)));
    }
  }

  @Override
  public String toString() {
    return "Migrator[" + url + " as " + user + "]";
  }
}
