package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A channel by which notifications are sent to a person. */
public enum Channel {
  @JsonProperty("email")
  EMAIL,
  @JsonProperty("push")
  PUSH
}
