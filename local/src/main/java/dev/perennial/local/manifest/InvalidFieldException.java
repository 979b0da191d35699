package dev.perennial.local.manifest;

import org.jspecify.annotations.Nullable;

/**
 * A field of a resource is invalid. The message starts with the field; the caller adds its path and
 * the file.
 */
public final class InvalidFieldException extends RuntimeException {

  static final String NOT_IMPLEMENTED = "not implemented on one machine";

  InvalidFieldException(String message) {
    super(message);
  }

  InvalidFieldException(String field, String reason) {
    super(field + ": " + reason);
  }

  static <T> T requirePresent(@Nullable T value, String field) {
    require(value != null, field, "is missing");
    return value;
  }

  static void require(boolean condition, String field, String reason) {
    if (!condition) {
      throw new InvalidFieldException(field, reason);
    }
  }
}
