package dev.perennial.local.serving;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How a function does just now.
 *
 * @param pid its process, or null if it has none
 * @param coldStarts how often it was woken
 * @param lastColdStartMs from the start of the process that was woken last to the answer of the
 *     request that woke it
 * @param residentMb memory of the process in megabytes, or null if it has none
 */
public record FunctionStatus(
    String name,
    State state,
    @Nullable Long pid,
    long invocations,
    long coldStarts,
    @Nullable Long lastColdStartMs,
    @Nullable Long residentMb) {

  /**
   * Awake means that it answers; one that is being stopped is awake until its process has ended.
   */
  public enum State {
    @JsonProperty("asleep")
    ASLEEP,
    @JsonProperty("starting")
    STARTING,
    @JsonProperty("awake")
    AWAKE
  }
}
