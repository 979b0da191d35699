package dev.perennial.runtime;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function's settings: one environment variable each. Instead of any variable {@code NAME}, the
 * environment may have {@code NAME_FILE}, the path of a file that contains the value, as a mounted
 * Secret has it. A file that does not exist counts as not set, if its directory exists: a Secret
 * without this key.
 *
 * @param function the function's one name: database role, Kafka client and event source
 * @param env the process's environment
 */
public record Settings(String function, Map<String, String> env) {

  private static final String FILE = "_FILE";

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
   * {@code DATABASE_SSL_MODE}: {@code verify-full}, or {@code disable} for a connection without
   * TLS; default {@code verify-full}.
   */
  public String databaseSslMode() {
    return oneOf("DATABASE_SSL_MODE", "verify-full", "disable");
  }

  /**
   * {@code DATABASE_CA_FILE}, a PEM file with the authorities that may have signed the certificate
   * of Postgres; empty for the public authorities.
   */
  public Optional<Path> databaseAuthorities() {
    return file("DATABASE_CA_FILE");
  }

  /** The properties of a Kafka client, from the variables that start with {@code KAFKA_}. */
  public Map<String, Object> kafka() {
    return KafkaSettings.of(this);
  }

  /** The CloudEvents {@code source} of what this function emits. */
  public String source() {
    return "/functions/" + function;
  }

  /**
   * @throws IllegalArgumentException if the variable is not set, or cannot be read
   */
  public String required(String name) {
    var value = optional(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "the environment variable " + name + " is not set" + missingFile(name));
    }
    return value;
  }

  /**
   * The variable's value, or this one if it is not set or blank.
   *
   * @throws IllegalArgumentException if it cannot be read, or is set in two ways
   */
  public String optional(String name, String otherwise) {
    String value = text(env.get(name));
    String file = text(env.get(name + FILE));
    String content = file.isEmpty() ? "" : text(SettingFile.read(name + FILE, Path.of(file)));
    if (!value.isEmpty() && !content.isEmpty()) {
      throw new IllegalArgumentException(
          name + " and " + name + FILE + " are both set: one of them is enough");
    }
    return !value.isEmpty() ? value : !content.isEmpty() ? content : otherwise;
  }

  private static String text(@Nullable String value) {
    return value == null || value.isBlank() ? "" : value;
  }

  private String missingFile(String name) {
    String file = text(env.get(name + FILE));
    return file.isEmpty() ? "" : ", and " + name + FILE + ", " + file + ", does not exist";
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

  /**
   * The variable's value, or the first of these if it is not set or blank.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public String oneOf(String name, String... values) {
    var value = optional(name, values[0]);
    if (!List.of(values).contains(value)) {
      throw new IllegalArgumentException(
          name + " must be " + String.join(" or ", values) + ", not '" + value + "'");
    }
    return value;
  }

  /**
   * The path that the variable contains; empty if it is not set or blank. A file that does not
   * exist counts as not set, if its directory exists: a Secret or ConfigMap without this key.
   *
   * @throws IllegalArgumentException if the directory does not exist
   */
  public Optional<Path> file(String name) {
    var path = text(env.get(name));
    return Optional.of(path)
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .filter(file -> SettingFile.exists(name, file));
  }

  /** Contains no values, because some are secrets. */
  @Override
  public String toString() {
    return "Settings[" + function + "]";
  }
}
