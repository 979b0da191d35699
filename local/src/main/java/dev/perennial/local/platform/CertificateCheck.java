package dev.perennial.local.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Renews certificates once a day if they are due, for a platform that runs for months. */
final class CertificateCheck implements AutoCloseable {

  private static final Logger LOG = System.getLogger(CertificateCheck.class.getName());
  private static final Duration PERIOD = Duration.ofDays(1);

  private final Runnable renewIfDue;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("certificate check").factory());

  CertificateCheck(Runnable renewIfDue) {
    this.renewIfDue = renewIfDue;
  }

  /** The first check is tomorrow: the start has just renewed what was due. */
  void start() {
    var _ =
        timer.scheduleAtFixedRate(
            this::check, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  private void check() {
    try {
      renewIfDue.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The certificates could not be renewed; the next try is tomorrow", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
