package dev.perennial.local.eventing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends every wait between two attempts as soon as the platform stops. */
final class StopSignal implements Backoff {

  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Duration grace = Duration.ZERO;

  /**
   * @param grace how long deliveries under way may take to end
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
