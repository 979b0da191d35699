package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A KafkaSink: every event sent to it is appended to a topic.
 *
 * @param user that writes to the topic
 */
public record Sink(String name, String user, String topic, ContentMode contentMode) {

  /** How a CloudEvent is encoded in a Kafka record. */
  public enum ContentMode {
    @JsonProperty("binary")
    BINARY,
    @JsonProperty("structured")
    STRUCTURED
  }
}
