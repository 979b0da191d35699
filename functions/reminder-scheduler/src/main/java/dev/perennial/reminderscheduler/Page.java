package dev.perennial.reminderscheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list that always fits on one page; it has the shape of a page for uniformity of the API. */
record Page<T>(List<T> items, @Nullable String nextCursor) {

  static <T> Page<T> of(List<T> items) {
    return new Page<>(items, null);
  }
}
