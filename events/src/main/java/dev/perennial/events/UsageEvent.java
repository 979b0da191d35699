package dev.perennial.events;

/**
 * The payload of {@code usage.recorded}.
 *
 * @param usage what an owner used in an hour, since the last event of this owner and hour
 */
public record UsageEvent(UsageSnapshot usage) {

  public UsageEvent {
    Required.present("usage", usage);
  }
}
