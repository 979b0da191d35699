package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The rule by which a task comes back.
 *
 * @param interval every so many days, weeks or months; at least 1
 */
public record Recurrence(Frequency frequency, int interval) {

  public Recurrence {
    Required.present("frequency", frequency);
    Required.atLeastOne("interval", interval);
  }

  /** How often, before the interval is applied. */
  public enum Frequency {
    @JsonProperty("daily")
    DAILY,
    @JsonProperty("weekly")
    WEEKLY,
    @JsonProperty("monthly")
    MONTHLY
  }
}
