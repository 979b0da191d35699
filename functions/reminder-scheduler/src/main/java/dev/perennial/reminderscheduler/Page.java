package dev.perennial.reminderscheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list that is never so long that it has a next page. */
record Page<T>(List<T> items, @Nullable String nextCursor) {

  static <T> Page<T> of(List<T> items) {
    return new Page<>(items, null);
  }
}
