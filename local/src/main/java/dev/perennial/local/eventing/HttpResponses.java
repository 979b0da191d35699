package dev.perennial.local.eventing;

import dev.perennial.local.eventing.DeliveryResult.Acknowledged;
import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.eventing.DeliveryResult.Replied;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Interprets a subscriber's HTTP response like the Kafka dispatcher of Knative Eventing 1.23. */
final class HttpResponses {

  private static final Set<Integer> RETRIED_BELOW_500 = Set.of(404, 408, 409, 429);
  private static final String REASON_PREFIX = "kne-";
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]+");
  private static final int MAX_BODY_BYTES = 1024;

  private HttpResponses() {}

  static DeliveryResult read(int status, Map<String, List<String>> headers, byte[] body) {
    if (status / 100 == 2) {
      return success(headers, body);
    }
    return unusableReason(headers)
        .map(Failed::refused)
        .orElseGet(
            () ->
                new Failed(
                    isRetried(status), OptionalInt.of(status), data(body), reasons(headers)));
  }

  /**
   * Finds a {@code Kne-} header whose name is no extension name. Knative 1.23 neither delivers nor
   * dead-letters the event of such a response, and redelivers from there after each restart.
   */
  private static Optional<String> unusableReason(Map<String, List<String>> headers) {
    return headers.keySet().stream()
        .filter(name -> isReason(name) && !EXTENSION.matcher(extension(name)).matches())
        .findFirst()
        .map(
            name ->
                "the response header "
                    + name
                    + " is no extension name after Kne-, so Knative would never settle the event");
  }

  private static boolean isReason(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(REASON_PREFIX);
  }

  private static String extension(String name) {
    return name.toLowerCase(Locale.ROOT).substring(REASON_PREFIX.length());
  }

  private static boolean isRetried(int status) {
    return status >= 500 || RETRIED_BELOW_500.contains(status);
  }

  private static DeliveryResult success(Map<String, List<String>> headers, byte[] body) {
    if (body.length == 0 && !mayBeEvent(headers)) {
      return new Acknowledged();
    }
    try {
      return new Replied(HttpMessageFactory.createReaderFromMultimap(headers, body).toEvent());
    } catch (CloudEventRWException
        | EventDeserializationException
        | IllegalStateException noEvent) {
      // Only the body counts: a 202 may have none either, and headers of half an event are ignored.
      return body.length == 0 ? new Acknowledged() : Failed.invalidResponse();
    }
  }

  /** Spares nearly every response the exception by which the reader says that it is no event. */
  private static boolean mayBeEvent(Map<String, List<String>> headers) {
    return headers.keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> name.startsWith("ce-") || name.equals("content-type"));
  }

  private static String data(byte[] body) {
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOf(body, Math.min(body.length, MAX_BODY_BYTES)));
  }

  private static Map<String, String> reasons(Map<String, List<String>> headers) {
    Map<String, String> reasons = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          if (isReason(name)) {
            reasons.put(extension(name), values.getFirst());
          }
        });
    return reasons;
  }
}
