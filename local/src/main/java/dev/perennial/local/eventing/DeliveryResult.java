package dev.perennial.local.eventing;

import io.cloudevents.CloudEvent;
import java.util.Map;
import java.util.OptionalInt;

/** What became of one attempt to hand over an event. */
sealed interface DeliveryResult {

  record Acknowledged() implements DeliveryResult {}

  /** Acknowledged, with an event of the subscriber's own. */
  record Replied(CloudEvent event) implements DeliveryResult {}

  /**
   * Not acknowledged.
   *
   * @param retryable whether another attempt may succeed
   * @param code the HTTP status, if there was an answer
   * @param data the beginning of the answer's body in base64; may be empty
   * @param reasons further extensions for the dead letter
   */
  record Failed(boolean retryable, OptionalInt code, String data, Map<String, String> reasons)
      implements DeliveryResult {

    /** A fault on the way: nothing answered. */
    static Failed transport() {
      return new Failed(true, OptionalInt.empty(), "", Map.of());
    }

    /**
     * Answered with something that is neither an event nor nothing; the real dispatcher keeps no
     * code of it.
     */
    static Failed invalidResponse() {
      return new Failed(false, OptionalInt.empty(), "", Map.of());
    }
  }
}
