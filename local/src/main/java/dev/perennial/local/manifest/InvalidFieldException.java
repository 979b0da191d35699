package dev.perennial.local.manifest;

import org.jspecify.annotations.Nullable;

/**
 * Why a resource is not taken, and at which field of it; the reader adds the way to it and the
 * file.
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
