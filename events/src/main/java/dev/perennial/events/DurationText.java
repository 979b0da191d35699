package dev.perennial.events;

import java.time.Duration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes a duration with one sign before the whole (ISO 8601-2), as people and other programs write
 * it: {@code -PT1H30M}. Java itself writes {@code PT-1H-30M}, which few programs read.
 */
final class DurationText extends StdSerializer<Duration> {

  DurationText() {
    super(Duration.class);
  }

  @Override
  public void serialize(Duration value, JsonGenerator json, SerializationContext context) {
    json.writeString(of(value));
  }

  static String of(Duration value) {
    // In Java's text every part of a negative duration has a sign.
    return value.isNegative() ? "-" + value.toString().replace("-", "") : value.toString();
  }
}
