package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether an event of a partition waits until the one before it is dealt with. */
public enum DeliveryOrder {
  @JsonProperty("ordered")
  ORDERED,
  @JsonProperty("unordered")
  UNORDERED
}
