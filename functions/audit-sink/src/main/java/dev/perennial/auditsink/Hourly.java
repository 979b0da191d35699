package dev.perennial.auditsink;

import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.Lost;
import dev.perennial.auditsink.store.Trail;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time asks of the trail: partitions for the months to come, a signature under what there is,
 * and that what is too old goes, a whole month at a time.
 */
final class Hourly implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Hourly.class);

  private final Trail trail;
  private final Checkpoints checkpoints;
  private final Duration kept;
  private final InstantSource clock;
  private final Consumer<Lost> missed;

  /**
   * @param kept how long an entry is kept at least
   * @param missed is told what was cut off since the last signature: this one is without it, so
   *     that nobody finds it from then on
   */
  Hourly(
      Trail trail,
      Checkpoints checkpoints,
      Duration kept,
      InstantSource clock,
      Consumer<Lost> missed) {
    this.trail = trail;
    this.checkpoints = checkpoints;
    this.kept = kept;
    this.clock = clock;
    this.missed = missed;
  }

  @Override
  public void run() {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    checkpoints.makePartitions(now);
    trail.lost().ifPresent(missed);
    checkpoints.sign(now);
    var month = now.minus(kept).atZone(ZoneOffset.UTC).withDayOfMonth(1);
    var dropped = checkpoints.dropBefore(month.truncatedTo(ChronoUnit.DAYS).toInstant(), now);
    if (dropped > 0) {
      LOG.info("{} months of entries were dropped for their age", dropped);
    }
  }

  static void log(Lost lost) {
    LOG.error(
        "An event was entered and is in no chain any more: a chain was cut. The checkpoint that is"
            + " signed now is without it: {}",
        lost);
  }
}
