package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A KafkaSink: an address whose events go to a topic. */
public record Sink(String name, String topic, ContentMode contentMode) {

  /** How a CloudEvent lies in a Kafka record. */
  public enum ContentMode {
    @JsonProperty("binary")
    BINARY,
    @JsonProperty("structured")
    STRUCTURED
  }
}
