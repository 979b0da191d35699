package dev.perennial.local.eventing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Signals all parts to stop and interrupts every wait between two attempts. */
final class StopSignal implements Backoff {

  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Duration grace = Duration.ZERO;

  /**
   * @param grace maximum time for deliveries in progress to end
   */
  void set(Duration grace) {
    this.grace = grace;
    stopped.countDown();
  }

  Duration grace() {
    return grace;
  }

  boolean isSet() {
    return stopped.getCount() == 0;
  }

  @Override
  public void await(Duration duration) throws InterruptedException {
    if (stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("stopping");
    }
  }
}
