package dev.perennial.local.manifest;

import dev.perennial.local.manifest.DeliverySpec.BackoffPolicy;
import dev.perennial.local.manifest.Destination.ToBroker;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record DeliveryResource(
    @Nullable Integer retry,
    @Nullable BackoffPolicy backoffPolicy,
    @Nullable String backoffDelay,
    @Nullable String timeout,
    @Nullable DestinationResource deadLetterSink) {

  DeliveryResource {
    InvalidFieldException.require(retry == null || retry >= 0, "retry", retry + " is below 0");
    // Knative accepts PT0S, and then every retry fails.
    requirePositive(backoffDelay, "backoffDelay");
    requirePositive(timeout, "timeout");
  }

  private static void requirePositive(@Nullable String duration, String field) {
    if (duration == null) {
      return;
    }
    try {
      InvalidFieldException.require(
          Duration.parse(duration).isPositive(), field, duration + " is not above zero");
    } catch (DateTimeParseException malformed) {
      throw new InvalidFieldException(field, duration + " is no ISO-8601 duration such as PT0.2S");
    }
  }

  /**
   * Returns the whole delivery. A missing field has Knative's default, never the value of another
   * block.
   */
  DeliverySpec link(DeclaredResources declared, String path) {
    return new DeliverySpec(
        retry == null ? 0 : retry,
        backoffPolicy == null ? DeliverySpec.OMITTED.backoffPolicy() : backoffPolicy,
        backoffDelay == null ? DeliverySpec.OMITTED.backoffDelay() : Duration.parse(backoffDelay),
        timeout == null ? DeliverySpec.OMITTED.timeout() : Duration.parse(timeout),
        Optional.ofNullable(deadLetterSink)
            .map(sink -> deadLetterSink(sink, declared, path + ".deadLetterSink")));
  }

  private static Destination deadLetterSink(
      DestinationResource sink, DeclaredResources declared, String path) {
    Destination destination = sink.resolve(declared, path);
    InvalidFieldException.require(
        !(destination instanceof ToBroker),
        path + ".ref.kind",
        "Broker: " + InvalidFieldException.NOT_IMPLEMENTED);
    return destination;
  }
}
