package dev.perennial.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * The migrator as a job: {@code DATABASE_URL}, {@code DATABASE_USER} and {@code DATABASE_PASSWORD}
 * say where and as whom. With {@code DATABASE_LOGINS}, a directory with a file for each role that
 * contains its password, the functions are then allowed to log in. Ends with 0 when the database is
 * at the newest schema and all of them may.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException, SQLException {
    var env = System.getenv();
    var migrator =
        new Migrator(
            required(env, "DATABASE_URL"),
            required(env, "DATABASE_USER"),
            required(env, "DATABASE_PASSWORD"));
    String directory = env.get("DATABASE_LOGINS");
    // Read first: a missing Secret is reported before anything is changed.
    Optional<Logins> logins =
        directory == null ? Optional.empty() : Optional.of(Logins.in(Path.of(directory)));
    migrator.migrate();
    if (logins.isPresent()) {
      logins.get().allow(migrator);
    }
  }

  private static String required(Map<String, String> env, String name) {
    var value = env.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }
}
