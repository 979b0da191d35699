package dev.perennial.database;

import java.util.Map;

/**
 * The migrator as a job: {@code DATABASE_URL}, {@code DATABASE_USER} and {@code DATABASE_PASSWORD}
 * say where and as whom. Ends with 0 when the database is at the newest schema.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    var env = System.getenv();
    new Migrator(
            required(env, "DATABASE_URL"),
            required(env, "DATABASE_USER"),
            required(env, "DATABASE_PASSWORD"))
        .migrate();
  }

  private static String required(Map<String, String> env, String name) {
    var value = env.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }
}
