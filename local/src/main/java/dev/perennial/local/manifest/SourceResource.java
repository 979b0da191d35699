package dev.perennial.local.manifest;

import dev.perennial.local.manifest.Source.InitialOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

record SourceResource(LabelledMetadata metadata, Spec spec) implements Resource {

  SourceResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(spec, "spec");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  Source link(DeclaredResources declared) {
    for (int index = 0; index < spec.topics().size(); index++) {
      declared.require(Kind.TOPIC, spec.topics().get(index), "spec.topics[" + index + "]");
    }
    return new Source(
        name(),
        spec.net().user(declared, "spec.net"),
        spec.consumerGroup(),
        spec.topics(),
        Objects.requireNonNullElse(spec.initialOffset(), InitialOffset.LATEST),
        Objects.requireNonNullElse(spec.ordering(), DeliveryOrder.ORDERED),
        spec.delivery() == null
            ? DeliverySpec.SOURCE_DEFAULT
            : spec.delivery().link(declared, "spec.delivery"),
        spec.sink().resolve(declared, "spec.sink"));
  }

  /**
   * @param bootstrapServers ignored: there is one Kafka on this machine
   * @param consumers ignored: one consumer reads every partition on this machine, which delivers
   *     the same events
   */
  record Spec(
      String consumerGroup,
      @Nullable List<String> bootstrapServers,
      List<String> topics,
      @Nullable InitialOffset initialOffset,
      @Nullable DeliveryOrder ordering,
      @Nullable Integer consumers,
      NetResource net,
      @Nullable DeliveryResource delivery,
      DestinationResource sink) {

    Spec {
      // Knative generates a missing name. Here the group must survive a restart, so it is required.
      InvalidFieldException.requirePresent(consumerGroup, "consumerGroup");
      InvalidFieldException.require(
          topics != null && !topics.isEmpty(), "topics", "at least one is expected");
      InvalidFieldException.require(
          consumers == null || consumers > 0, "consumers", consumers + " is not above 0");
      InvalidFieldException.requirePresent(net, "net");
      InvalidFieldException.requirePresent(sink, "sink");
    }
  }
}
