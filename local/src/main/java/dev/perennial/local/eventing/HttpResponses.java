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
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Interprets a subscriber's HTTP response like the Kafka dispatcher of Knative Eventing 1.23. */
final class HttpResponses {

  private static final Set<Integer> RETRIED_BELOW_500 = Set.of(404, 408, 409, 429);
  private static final String REASON_PREFIX = "kne-";
  private static final int MAX_BODY_BYTES = 1024;

  private HttpResponses() {}

  static DeliveryResult read(int status, Map<String, List<String>> headers, byte[] body) {
    if (status / 100 == 2) {
      return success(headers, body);
    }
    return new Failed(isRetried(status), OptionalInt.of(status), data(body), reasons(headers));
  }

  private static boolean isRetried(int status) {
    return status >= 500 || RETRIED_BELOW_500.contains(status);
  }

  private static DeliveryResult success(Map<String, List<String>> headers, byte[] body) {
    try {
      return new Replied(HttpMessageFactory.createReaderFromMultimap(headers, body).toEvent());
    } catch (CloudEventRWException
        | EventDeserializationException
        | IllegalStateException noEvent) {
      // Only the body counts: a 202 may have none either, and headers of half an event are ignored.
      return body.length == 0 ? new Acknowledged() : Failed.invalidResponse();
    }
  }

  private static String data(byte[] body) {
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOf(body, Math.min(body.length, MAX_BODY_BYTES)));
  }

  private static Map<String, String> reasons(Map<String, List<String>> headers) {
    Map<String, String> reasons = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          String lowerCase = name.toLowerCase(Locale.ROOT);
          if (lowerCase.startsWith(REASON_PREFIX)) {
            // Extension names allow only these characters.
            reasons.put(
                lowerCase.substring(REASON_PREFIX.length()).replaceAll("[^a-z0-9]", ""),
                values.getFirst());
          }
        });
    return reasons;
  }
}
