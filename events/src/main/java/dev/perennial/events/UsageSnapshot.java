package dev.perennial.events;

import java.time.Instant;
import java.util.List;

/**
 * What an owner used in an hour and is billed for. If records of the hour arrive later, another
 * event has the difference; so the sum of all events is the usage.
 *
 * @param hour its start
 */
public record UsageSnapshot(String owner, Instant hour, List<UsageLine> lines) {

  public UsageSnapshot {
    Required.present("usage/owner", owner);
    Required.present("usage/hour", hour);
    lines = Required.list("usage/lines", lines);
  }
}
