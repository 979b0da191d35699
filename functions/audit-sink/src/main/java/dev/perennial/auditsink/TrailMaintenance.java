package dev.perennial.auditsink;

import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.KeyRotation;
import dev.perennial.auditsink.store.LostEvent;
import dev.perennial.auditsink.store.Trail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains the trail: creates the partitions of the coming months, signs the heads of all chains,
 * encrypts the keys of people with the current payload key, and drops whole months of entries that
 * are older than the retention.
 */
final class TrailMaintenance implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(TrailMaintenance.class);

  private final Trail trail;
  private final Checkpoints checkpoints;
  private final KeyRotation rotation;
  private final Duration retention;
  private final InstantSource clock;
  private final Consumer<LostEvent> onLost;

  /**
   * @param retention how long an entry is kept at least
   * @param onLost receives an event that is missing in the trail since the last checkpoint. The new
   *     checkpoint is signed without it, so no later check can find it
   */
  TrailMaintenance(
      Trail trail,
      Checkpoints checkpoints,
      KeyRotation rotation,
      Duration retention,
      InstantSource clock,
      Consumer<LostEvent> onLost) {
    this.trail = trail;
    this.checkpoints = checkpoints;
    this.rotation = rotation;
    this.retention = retention;
    this.clock = clock;
    this.onLost = onLost;
  }

  @Override
  public void run() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    checkpoints.makePartitions(now);
    trail.lost().ifPresent(onLost);
    checkpoints.sign(now);
    rotation.run();
    ZonedDateTime month = now.minus(retention).atZone(ZoneOffset.UTC).withDayOfMonth(1);
    int dropped = checkpoints.dropBefore(month.truncatedTo(ChronoUnit.DAYS).toInstant(), now);
    if (dropped > 0) {
      LOG.info("Dropped {} months of entries that are older than the retention", dropped);
    }
  }

  static void log(LostEvent lost) {
    LOG.error(
        "A stored event is no longer in any chain: a chain was truncated. The next"
            + " checkpoint is signed without the event: {}",
        lost);
  }
}
