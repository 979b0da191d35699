package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A KafkaSource: what is in its topics goes to its sink.
 *
 * @param namespace of the installation; a record that is no CloudEvent gets a source that names it
 */
public record Source(
    String namespace,
    String name,
    String consumerGroup,
    List<String> topics,
    InitialOffset initialOffset,
    DeliveryOrder ordering,
    Delivery delivery,
    Destination sink) {

  /** Where a consumer group without a position starts. */
  public enum InitialOffset {
    @JsonProperty("earliest")
    EARLIEST,
    @JsonProperty("latest")
    LATEST
  }
}
