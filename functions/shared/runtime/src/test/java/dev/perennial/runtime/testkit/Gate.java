package dev.perennial.runtime.testkit;

import java.util.concurrent.CountDownLatch;

/** Holds a function in the middle of its work until the test lets it go on. */
public final class Gate {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** For the function: waits here until the gate is opened. */
  public void pass() {
    reached.countDown();
    await(opened);
  }

  /** For the test: waits until the function has reached the gate. */
  public void awaitReached() {
    await(reached);
  }

  /** Lets the function pass, now and every later time. */
  public void open() {
    opened.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
