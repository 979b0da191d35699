package dev.perennial.tasks.store;

import dev.perennial.events.EventJson;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Converts values to and from text columns: zones by IANA name, times by ISO 8601, everything else
 * as JSON. Null stays null.
 */
public final class Columns {

  private Columns() {}

  public static @Nullable String text(@Nullable ZoneId zone) {
    return zone == null ? null : zone.getId();
  }

  public static @Nullable ZoneId zone(@Nullable String text) {
    return text == null ? null : ZoneId.of(text);
  }

  public static @Nullable String text(@Nullable LocalTime time) {
    return time == null ? null : time.toString();
  }

  public static @Nullable LocalTime time(@Nullable String text) {
    return text == null ? null : LocalTime.parse(text);
  }

  public static @Nullable String json(@Nullable Object value) {
    return value == null ? null : EventJson.MAPPER.writeValueAsString(value);
  }

  public static <T> @Nullable T read(@Nullable String json, Class<T> type) {
    return json == null ? null : EventJson.MAPPER.readValue(json, type);
  }

  public static <T> @Nullable T read(@Nullable String json, TypeReference<T> type) {
    return json == null ? null : EventJson.MAPPER.readValue(json, type);
  }
}
