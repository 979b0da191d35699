package dev.perennial.local.eventing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends every wait between two attempts as soon as the platform stops. */
final class StopSignal implements Pause {

  private final CountDownLatch stopped = new CountDownLatch(1);

  void give() {
    stopped.countDown();
  }

  boolean isGiven() {
    return stopped.getCount() == 0;
  }

  @Override
  public void await(Duration duration) throws InterruptedException {
    if (stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("stopping");
    }
  }
}
