package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A way by which a person is told something. */
public enum Channel {
  @JsonProperty("email")
  EMAIL,
  @JsonProperty("push")
  PUSH
}
