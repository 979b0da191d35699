package dev.perennial.auditsink;

import dev.perennial.auditsink.store.Checkpoints;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time asks of the trail: partitions for the months to come, a signature under what there is,
 * and that what is too old goes, a whole month at a time.
 */
final class Hourly implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Hourly.class);

  private final Checkpoints checkpoints;
  private final Duration kept;
  private final InstantSource clock;

  /**
   * @param kept how long an entry is kept at least
   */
  Hourly(Checkpoints checkpoints, Duration kept, InstantSource clock) {
    this.checkpoints = checkpoints;
    this.kept = kept;
    this.clock = clock;
  }

  @Override
  public void run() {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    checkpoints.makePartitions(now);
    checkpoints.sign(now);
    var month = now.minus(kept).atZone(ZoneOffset.UTC).withDayOfMonth(1);
    var dropped = checkpoints.dropBefore(month.truncatedTo(ChronoUnit.DAYS).toInstant(), now);
    if (dropped > 0) {
      LOG.info("{} months of entries were dropped for their age", dropped);
    }
  }
}
