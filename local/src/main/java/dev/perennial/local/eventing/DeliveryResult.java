package dev.perennial.local.eventing;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;

import io.cloudevents.CloudEvent;
import java.util.Map;
import java.util.OptionalInt;

/** The result of one delivery attempt. */
sealed interface DeliveryResult {

  record Acknowledged() implements DeliveryResult {}

  /** Acknowledged, with a reply event. */
  record Replied(CloudEvent event) implements DeliveryResult {}

  /**
   * Not acknowledged.
   *
   * @param retryable whether another attempt may succeed
   * @param code the HTTP status, if there was a response
   * @param data the first 1,024 bytes of the response body in base64; may be empty
   * @param reasons additional extensions of the dead letter
   */
  record Failed(boolean retryable, OptionalInt code, String data, Map<String, String> reasons)
      implements DeliveryResult {

    /** The extension of the dead letter that says why the stand-in refused an event. */
    static final String REASON = "reason";

    /**
     * Refused by the stand-in, because Knative would lose the event, change it, or never settle it.
     */
    static Failed refused(String reason) {
      return new Failed(false, OptionalInt.empty(), "", Map.of(REASON, reason));
    }

    /** A transport failure: there was no response. */
    static Failed transport() {
      return new Failed(true, OptionalInt.empty(), "", Map.of());
    }

    /** The response of an ingress that cannot read the event. */
    static Failed badRequest() {
      return new Failed(false, OptionalInt.of(HTTP_BAD_REQUEST), "", Map.of());
    }

    /** A 2xx response whose body is no event. Knative's dispatcher reports no code for it. */
    static Failed invalidResponse() {
      return new Failed(false, OptionalInt.empty(), "", Map.of());
    }
  }
}
