package dev.perennial.local.serving;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a function.
 *
 * @param pid its process, or null if it has none
 * @param coldStarts how often a request had to start it
 * @param lastColdStartMs duration of the last cold start in milliseconds, from the start of the
 *     process to the end of the request that started it; null if there was none
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
   * Whether a process runs. It is running from when it is ready until it has ended, also while it
   * is being stopped.
   */
  public enum State {
    @JsonProperty("stopped")
    STOPPED,
    @JsonProperty("starting")
    STARTING,
    @JsonProperty("running")
    RUNNING
  }
}
