package dev.perennial.e2e;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The system's database as its owner, for what no API returns. */
public record Postgres(String url) {

  private static final String OWNER = "postgres";

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, OWNER, OWNER);
  }

  public void execute(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The number in the first column of the only row. */
  public long number(String sql) {
    return numbers(sql).getFirst();
  }

  /** The number in the first column of each row. */
  public List<Long> numbers(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var numbers = new ArrayList<Long>();
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
      return numbers;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
