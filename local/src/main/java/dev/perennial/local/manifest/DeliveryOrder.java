package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether an event of a partition waits for the end of the previous event's delivery. */
public enum DeliveryOrder {
  @JsonProperty("ordered")
  ORDERED,
  @JsonProperty("unordered")
  UNORDERED
}
