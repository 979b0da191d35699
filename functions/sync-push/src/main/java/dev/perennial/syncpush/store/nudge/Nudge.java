package dev.perennial.syncpush.store.nudge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventJson;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * A notification to other instances: the number of the newest entry, by user. It is only a hint to
 * read the feeds; the table is authoritative.
 */
public record Nudge(Map<String, Long> latest) {

  /** Any feed may have new entries. */
  public static final Nudge ALL = new Nudge(Map.of());

  /** Postgres refuses payloads of 8,000 bytes or more. */
  private static final int MAX_BYTES = 7_900;

  private static final TypeReference<Map<String, Long>> LATEST = new TypeReference<>() {};

  public Nudge {
    latest = Map.copyOf(latest);
  }

  /** The payload of a notification; that of {@link #ALL} if it would be too long. */
  String payload() {
    var json = EventJson.MAPPER.writeValueAsString(latest);
    return json.getBytes(UTF_8).length <= MAX_BYTES ? json : "{}";
  }

  /** Empty if the payload is not a nudge: every role that can connect can send notifications. */
  static Optional<Nudge> read(String payload) {
    try {
      return Optional.ofNullable(EventJson.MAPPER.readValue(payload, LATEST))
          .filter(latest -> !latest.containsValue(null))
          .map(Nudge::new);
    } catch (JacksonException notANudge) {
      return Optional.empty();
    }
  }
}
