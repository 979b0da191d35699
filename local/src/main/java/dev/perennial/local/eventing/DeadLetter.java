package dev.perennial.local.eventing;

import dev.perennial.local.eventing.DeliveryResult.Failed;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;

/** An undeliverable event with the extensions that Knative adds: destination and cause. */
final class DeadLetter {

  private DeadLetter() {}

  static CloudEvent of(CloudEvent event, String destination, Failed failure) {
    CloudEventBuilder letter =
        CloudEventBuilder.from(event).withExtension("knativeerrordest", destination);
    failure.code().ifPresent(code -> letter.withExtension("knativeerrorcode", code));
    if (!failure.data().isEmpty()) {
      letter.withExtension("knativeerrordata", failure.data());
    }
    failure.reasons().forEach(letter::withExtension);
    return letter.build();
  }
}
