package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.local.manifest.PingSource;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Creates the events of the PingSources in one namespace, as Knative's adapter does. */
record PingEvents(String namespace) {

  private static final String TYPE = "dev.knative.sources.ping";

  CloudEvent at(Instant time, PingSource source) {
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(UUID.randomUUID().toString())
            .withType(TYPE)
            .withSource(
                URI.create("/apis/v1/namespaces/" + namespace + "/pingsources/" + source.name()))
            .withTime(time.atOffset(ZoneOffset.UTC));
    if (source.contentType() != null) {
      event.withDataContentType(source.contentType());
    }
    if (source.data() != null) {
      event.withData(source.data().getBytes(UTF_8));
    }
    return event.build();
  }
}
