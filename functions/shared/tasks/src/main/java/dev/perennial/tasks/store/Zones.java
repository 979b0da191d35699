package dev.perennial.tasks.store;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Zones in a column: their IANA name, or null. */
final class Zones {

  private Zones() {}

  static @Nullable String text(@Nullable ZoneId zone) {
    return zone == null ? null : zone.getId();
  }

  static @Nullable ZoneId zone(@Nullable String text) {
    return text == null ? null : ZoneId.of(text);
  }
}
