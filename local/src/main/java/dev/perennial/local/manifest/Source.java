package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A KafkaSource: every record of its topics is delivered to its sink. */
public record Source(
    String name,
    String consumerGroup,
    List<String> topics,
    InitialOffset initialOffset,
    DeliveryOrder ordering,
    Delivery delivery,
    Destination sink) {

  /** Where a consumer group without a committed offset starts. */
  public enum InitialOffset {
    @JsonProperty("earliest")
    EARLIEST,
    @JsonProperty("latest")
    LATEST
  }
}
