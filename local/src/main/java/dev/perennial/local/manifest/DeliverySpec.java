package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a delivery is retried, and what happens when all attempts failed.
 *
 * @param retry attempts after the first one
 * @param backoffDelay the base of the delay between two attempts
 * @param timeout of one attempt
 * @param deadLetterSink receives undeliverable events; without one they are lost
 */
public record DeliverySpec(
    int retry,
    BackoffPolicy backoffPolicy,
    Duration backoffDelay,
    Duration timeout,
    Optional<Destination> deadLetterSink) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration DEFAULT_BACKOFF_DELAY = Duration.ofMillis(200);

  /** The values of the fields that a {@code delivery} omits. */
  static final DeliverySpec OMITTED =
      new DeliverySpec(
          0, BackoffPolicy.EXPONENTIAL, DEFAULT_BACKOFF_DELAY, DEFAULT_TIMEOUT, Optional.empty());

  /** What Knative's ConfigMap {@code config-br-defaults} adds to a Broker without one. */
  static final DeliverySpec BROKER_DEFAULT =
      new DeliverySpec(
          10, BackoffPolicy.EXPONENTIAL, DEFAULT_BACKOFF_DELAY, DEFAULT_TIMEOUT, Optional.empty());

  /** Knative's default for a KafkaSource without a {@code delivery}. */
  static final DeliverySpec SOURCE_DEFAULT =
      new DeliverySpec(
          10, BackoffPolicy.EXPONENTIAL, Duration.ofMillis(300), DEFAULT_TIMEOUT, Optional.empty());

  /** How the delay grows from one attempt to the next. */
  public enum BackoffPolicy {
    @JsonProperty("exponential")
    EXPONENTIAL,
    @JsonProperty("linear")
    LINEAR
  }
}
