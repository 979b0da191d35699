package dev.perennial.api.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, as it is returned.
 *
 * @param items read once, in order, when the JSON is written
 * @param nextCursor the parameter {@code cursor} of the request for the next page; null on the last
 *     page
 */
public record Page<T>(Iterable<T> items, @Nullable String nextCursor) {

  /** The only page of a list that always fits on one. */
  public static <T> Page<T> ofAll(List<T> items) {
    return new Page<>(items, null);
  }
}
