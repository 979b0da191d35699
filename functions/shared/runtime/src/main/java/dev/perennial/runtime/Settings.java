package dev.perennial.runtime;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A function's settings: one environment variable each.
 *
 * @param function the function's one name: database role, Kafka client and event source
 * @param env the process's environment
 */
public record Settings(String function, Map<String, String> env) {

  private static final String KAFKA = "KAFKA_";

  /** {@code DATABASE_URL}, a JDBC URL. */
  public String databaseUrl() {
    return required("DATABASE_URL");
  }

  /**
   * {@code DATABASE_DIRECT_URL}, for what a connection pooler cannot carry, such as {@code LISTEN};
   * default: {@code DATABASE_URL}.
   */
  public String databaseDirectUrl() {
    return optional("DATABASE_DIRECT_URL", databaseUrl());
  }

  /** {@code DATABASE_PASSWORD}, of the role of the function's name. */
  public String databasePassword() {
    return required("DATABASE_PASSWORD");
  }

  /** {@code DATABASE_POOL_SIZE}, maximum number of connections; default 8. */
  public int databasePoolSize() {
    return wholeNumber("DATABASE_POOL_SIZE", 8);
  }

  /**
   * Every {@code KAFKA_A_B} as the client property {@code a.b}, such as {@code
   * KAFKA_BOOTSTRAP_SERVERS}.
   */
  public Map<String, Object> kafka() {
    required("KAFKA_BOOTSTRAP_SERVERS");
    var properties = new TreeMap<String, Object>();
    env.forEach(
        (name, value) -> {
          if (name.startsWith(KAFKA)) {
            properties.put(
                name.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return properties;
  }

  /** The CloudEvents {@code source} of what this function emits. */
  public String source() {
    return "/functions/" + function;
  }

  /**
   * @throws IllegalArgumentException if the variable is not set
   */
  public String required(String name) {
    var value = env.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }

  /** The variable's value, or this one if it is not set or blank. */
  public String optional(String name, String otherwise) {
    @Nullable String value = env.get(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  /**
   * The variable's value, or this one if it is not set or blank.
   *
   * @throws IllegalArgumentException if it is not a whole number from 0 to 999,999,999
   */
  public int wholeNumber(String name, int otherwise) {
    var value = optional(name, String.valueOf(otherwise));
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(name + " must be a whole number, not '" + value + "'");
    }
    return Integer.parseInt(value);
  }

  /**
   * The variable's value, or this one if it is not set or blank.
   *
   * @throws IllegalArgumentException if it is not a positive ISO 8601 duration, such as PT10S
   */
  public Duration duration(String name, Duration otherwise) {
    var value = optional(name, otherwise.toString());
    try {
      var duration = TimeTexts.duration(value);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeException e) {
      throw noDuration(name, value, e);
    }
    throw noDuration(name, value, null);
  }

  private static IllegalArgumentException noDuration(
      String name, String value, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        name + " must be a duration such as PT10S, not '" + value + "'", cause);
  }

  /** The variable's value, true or false, or this one if it is not set or blank. */
  public boolean flag(String name, boolean otherwise) {
    return switch (optional(name, String.valueOf(otherwise))) {
      case "true" -> true;
      case "false" -> false;
      case String value ->
          throw new IllegalArgumentException(name + " must be true or false, not '" + value + "'");
    };
  }

  /** Contains no values, because some are secrets. */
  @Override
  public String toString() {
    return "Settings[" + function + "]";
  }
}
