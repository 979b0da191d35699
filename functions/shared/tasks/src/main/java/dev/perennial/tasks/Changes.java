package dev.perennial.tasks;

import dev.perennial.events.Change;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the {@code changes} of an event: field name to old and new value. */
public final class Changes {

  private Changes() {}

  /** Adds the field to {@code changes} if its two values differ. */
  public static void put(
      String name, @Nullable Object from, @Nullable Object to, Map<String, Change> changes) {
    if (!Objects.equals(from, to)) {
      changes.put(name, new Change(from, to));
    }
  }
}
