package dev.perennial.operations.letter;

import dev.perennial.events.Envelope;
import dev.perennial.runtime.StoredEvent;
import dev.perennial.runtime.ledger.Redrive;
import dev.perennial.runtime.ledger.Replay;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event that a function could not process, as the broker or the ledger of the function reports
 * it.
 *
 * @param function the Knative Service that the event was for; {@value #UNKNOWN} if the broker does
 *     not say
 * @param event as it was published, without what the broker and a redrive added
 * @param generation how often it had been sent again before this failure
 * @param statusCode of the last response; null if there was none
 * @param attempts of the function; null if that is not known
 * @param error what the broker added
 */
public record DeadLetter(
    String function,
    CloudEvent event,
    int generation,
    String reason,
    @Nullable Integer statusCode,
    @Nullable Integer attempts,
    Map<String, String> error) {

  /** The function of a dead letter that names none. */
  public static final String UNKNOWN = "unknown";

  private static final String DESTINATION = "knativeerrordest";
  private static final String CODE = "knativeerrorcode";
  private static final String DATA = "knativeerrordata";
  private static final String REASON = "reason";
  private static final int PARKED = 422;

  /** What Knative's data plane adds to an event or to a dead letter, and what a redrive adds. */
  private static final Set<String> ADDED =
      Set.of(
          DESTINATION,
          CODE,
          DATA,
          REASON,
          "knativekafkapartition",
          "knativekafkaoffset",
          "knativearrivaltime",
          Redrive.FUNCTION,
          Redrive.GENERATION,
          Redrive.ID,
          Replay.ID,
          Replay.FORCE);

  /** Whether the broker has given this event up: it has the extension that says for whom. */
  public static boolean isOne(CloudEvent event) {
    return event.getExtension(DESTINATION) != null;
  }

  /** Reads a record of the topic of dead letters, whatever it is. */
  public static DeadLetter of(CloudEvent letter) {
    var error = new TreeMap<String, String>();
    for (var name : Set.of(DESTINATION, CODE, DATA, REASON)) {
      var value = letter.getExtension(name);
      if (value != null) {
        error.put(name, value.toString());
      }
    }
    var code = error.getOrDefault(CODE, "");
    return new DeadLetter(
        function(error.getOrDefault(DESTINATION, "")),
        original(letter),
        Math.min(Redrive.generationOf(letter), 5),
        reason(error),
        code.matches("\\d{3}") ? Integer.valueOf(code) : null,
        null,
        error);
  }

  /** Reads a parked event of this function's ledger. */
  public static DeadLetter parked(
      String function, StoredEvent stored, String reason, int attempts, int generation) {
    var event = stored.toEvent();
    return isOne(event)
        ? of(event)
        : new DeadLetter(
            function,
            original(event),
            Math.min(generation, 5),
            reason,
            PARKED,
            attempts,
            Map.of(CODE, String.valueOf(PARKED), REASON, reason));
  }

  /** The reason without what differs from event to event. */
  public String reasonGroup() {
    return groupOf(reason);
  }

  /** This reason without what differs from event to event. */
  public static String groupOf(String reason) {
    return ReasonGroup.of(reason);
  }

  /** The person whom the event belongs to; null if it names none. */
  public @Nullable String owner() {
    return Envelope.ownerOf(event);
  }

  /** When the event happened; null if it does not say. */
  public @Nullable Instant time() {
    var time = event.getTime();
    return time == null ? null : time.toInstant();
  }

  /** The trace that the event is part of; null if it has none. */
  public @Nullable String traceId() {
    return event.getExtension("traceparent") instanceof String text
            && text.matches("[0-9a-f]{2}-[0-9a-f]{32}-.*")
        ? text.substring(3, 35)
        : null;
  }

  /** The first label of the host: {@code http://NAME.NAMESPACE.svc.cluster.local}. */
  private static String function(String destination) {
    try {
      var host = URI.create(destination).getHost();
      return host == null ? UNKNOWN : host.replaceFirst("\\..*", "");
    } catch (IllegalArgumentException noUri) {
      return UNKNOWN;
    }
  }

  private static String reason(Map<String, String> error) {
    if (error.containsKey(REASON)) {
      return error.get(REASON);
    }
    var response = response(error.getOrDefault(DATA, ""));
    if (!response.isBlank()) {
      return response;
    }
    return error.containsKey(CODE)
        ? "the function responded with " + error.get(CODE)
        : "the function did not respond";
  }

  /** The body of the last response if it is text; empty otherwise. */
  private static String response(String base64) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
          .toString()
          .replace("\0", "");
    } catch (IllegalArgumentException | CharacterCodingException noText) {
      return "";
    }
  }

  private static CloudEvent original(CloudEvent letter) {
    var event = CloudEventBuilder.v1(letter);
    ADDED.forEach(event::withoutExtension);
    return event.build();
  }
}
