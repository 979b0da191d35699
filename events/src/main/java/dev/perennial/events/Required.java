package dev.perennial.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Validates the records of the contract. A payload that violates its schema is rejected with the
 * name of the field before it is processed.
 */
final class Required {

  private Required() {}

  static void present(String field, @Nullable Object value) {
    if (value == null) {
      throw new WrongPayload("/" + field, "is missing");
    }
  }

  static void atLeastOne(String field, long value) {
    if (value < 1) {
      throw new WrongPayload("/" + field, "must be at least 1");
    }
  }

  /** Rejects a value that has no meaning in combination with the other fields. */
  static void only(String field, @Nullable Object value, boolean allowed) {
    if (value != null && !allowed) {
      throw new WrongPayload("/" + field, "does not go with the rest");
    }
  }

  /** Requires a position from 1 to {@code atMost}, or -1 for the last. */
  static void place(String field, int value, int atMost) {
    if (value != -1 && (value < 1 || value > atMost)) {
      throw new WrongPayload("/" + field, "must be from 1 to " + atMost + ", or -1 for the last");
    }
  }

  static <T> List<T> list(String field, List<T> values) {
    present(field, values);
    for (int index = 0; index < values.size(); index++) {
      present(field + "/" + index, values.get(index));
    }
    return List.copyOf(values);
  }

  /** Preserves the order of the keys, so that the same change always gives the same JSON. */
  static <V> Map<String, V> map(String field, Map<String, V> values) {
    present(field, values);
    values.forEach((key, value) -> present(field + "/" + key, value));
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
