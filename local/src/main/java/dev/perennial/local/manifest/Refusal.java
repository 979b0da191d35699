package dev.perennial.local.manifest;

import org.jspecify.annotations.Nullable;

/**
 * Why a resource is not taken, and at which field of it; the reader adds the way to it and the
 * file.
 */
public final class Refusal extends RuntimeException {

  static final String NOT_IMPLEMENTED = "not implemented on one machine";

  Refusal(String message) {
    super(message);
  }

  Refusal(String field, String reason) {
    super(field + ": " + reason);
  }

  static <T> T ifMissing(@Nullable T value, String field) {
    unless(value != null, field, "is missing");
    return value;
  }

  static void unless(boolean fine, String field, String reason) {
    if (!fine) {
      throw new Refusal(field, reason);
    }
  }
}
