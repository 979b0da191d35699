package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A KafkaSource: every record of its topics is delivered to its sink.
 *
 * @param user that reads the topics
 */
public record Source(
    String name,
    String user,
    String consumerGroup,
    List<String> topics,
    InitialOffset initialOffset,
    DeliveryOrder ordering,
    DeliverySpec delivery,
    Destination sink) {

  /** Where a consumer group without a committed offset starts. */
  public enum InitialOffset {
    @JsonProperty("earliest")
    EARLIEST,
    @JsonProperty("latest")
    LATEST
  }
}
