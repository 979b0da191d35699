package dev.perennial.syncpush.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventJson;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * What an instance tells the others: how far whose feeds have come. It is no more than a hint; the
 * table is the truth.
 */
public record Nudge(Map<String, Long> latest) {

  /** Says that anybody's feed may have more. */
  public static final Nudge ALL = new Nudge(Map.of());

  /** Postgres refuses what has 8,000 bytes or more. */
  private static final int MOST_BYTES = 7_900;

  private static final TypeReference<Map<String, Long>> LATEST = new TypeReference<>() {};

  public Nudge {
    latest = Map.copyOf(latest);
  }

  /** As a notification carries it; of more than fits, {@link #ALL}. */
  String payload() {
    var json = EventJson.MAPPER.writeValueAsString(latest);
    return json.getBytes(UTF_8).length <= MOST_BYTES ? json : "{}";
  }

  /** Empty for what is none: anybody who may connect may send one. */
  static Optional<Nudge> read(String payload) {
    try {
      return Optional.ofNullable(EventJson.MAPPER.readValue(payload, LATEST))
          .filter(latest -> !latest.containsValue(null))
          .map(Nudge::new);
    } catch (JacksonException other) {
      return Optional.empty();
    }
  }
}
