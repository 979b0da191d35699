package dev.perennial.architecture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What one role of Postgres is allowed: each method tries it, undoes it and returns whether the
 * server permitted it. A statement that fails for another reason was permitted.
 */
final class DatabaseAttempts implements AutoCloseable {

  /** Insufficient privilege; or what nobody can do, since a view does not support it. */
  private static final Set<String> REFUSALS = Set.of("42501", "42809", "55000", "0A000");

  private static final String OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

  private final Connection connection;

  DatabaseAttempts(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
  }

  /** All tables, with their schemas, also those that the role may not see. */
  List<String> tables() throws SQLException {
    return column(
        """
        SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND %s ORDER BY 1
        """
            .formatted(OURS));
  }

  List<String> schemas() throws SQLException {
    return column("SELECT n.nspname FROM pg_namespace n WHERE %s ORDER BY 1".formatted(OURS));
  }

  boolean selects(String table) throws SQLException {
    return permitted("SELECT FROM %s LIMIT 1".formatted(table));
  }

  boolean inserts(String table) throws SQLException {
    return anyColumn(table, "INSERT INTO %s (%s) VALUES (DEFAULT)");
  }

  boolean updates(String table) throws SQLException {
    return anyColumn(table, "UPDATE %s SET %s = DEFAULT");
  }

  boolean deletes(String table) throws SQLException {
    return permitted("DELETE FROM %s".formatted(table));
  }

  boolean changes(String table) throws SQLException {
    return permitted("ALTER TABLE %s ADD COLUMN intruder text".formatted(table))
        | permitted("ALTER TABLE %s DISABLE ROW LEVEL SECURITY".formatted(table))
        | permitted("DROP TABLE %s".formatted(table))
        | permitted("TRUNCATE %s".formatted(table))
        | permitted("CREATE INDEX ON %s ((1))".formatted(table))
        | grantsToOthers(table);
  }

  /** A GRANT of who may not grant is a warning. */
  private boolean grantsToOthers(String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("GRANT SELECT ON %s TO PUBLIC".formatted(table));
      return statement.getWarnings() == null;
    } catch (SQLException e) {
      return !REFUSALS.contains(e.getSQLState());
    } finally {
      connection.rollback();
    }
  }

  boolean createsIn(String schema) throws SQLException {
    return permitted("CREATE TABLE %s.intruder (value text)".formatted(schema))
        | permitted(
            "CREATE FUNCTION %s.intruder() RETURNS int LANGUAGE sql AS 'SELECT 1'"
                .formatted(schema))
        | permitted("DROP SCHEMA %s CASCADE".formatted(schema));
  }

  /** The statements that only an owner may execute and that this role may. */
  List<String> executesAsOwner() throws SQLException {
    var executed = new ArrayList<String>();
    for (String statement :
        List.of(
            "CREATE SCHEMA intruder",
            "CREATE ROLE intruder",
            "SET ROLE postgres",
            "ALTER ROLE postgres PASSWORD 'x'",
            "ALTER ROLE \"task-api\" CONNECTION LIMIT -1",
            "SELECT pg_read_file('postgresql.conf')",
            "SELECT rolpassword FROM pg_authid",
            "COPY (SELECT 1) TO PROGRAM 'true'",
            "SELECT pg_reload_conf()")) {
      if (permitted(statement)) {
        executed.add(statement);
      }
    }
    return executed;
  }

  /** The first column of a query's rows, as text. */
  List<String> column(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  /** A role may be permitted a statement for some columns only. */
  private boolean anyColumn(String table, String statement) throws SQLException {
    for (String column : columns(table)) {
      if (permitted(statement.formatted(table, column))) {
        return true;
      }
    }
    return false;
  }

  private List<String> columns(String table) throws SQLException {
    return column(
        """
        SELECT quote_ident(a.attname) FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname || '.' || c.relname = '%s' AND a.attnum > 0 AND NOT a.attisdropped
        """
            .formatted(table));
  }

  private boolean permitted(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      // A row that row-level security refuses was permitted by the GRANT.
      return !REFUSALS.contains(e.getSQLState())
          || e.getMessage().contains("row-level security policy");
    } finally {
      connection.rollback();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
