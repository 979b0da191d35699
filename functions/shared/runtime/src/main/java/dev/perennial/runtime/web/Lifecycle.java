package dev.perennial.runtime.web;

import org.springframework.context.SmartLifecycle;

/**
 * Runs an action first on SIGTERM, before the server drains: the function is no longer ready, and
 * waits (for the next attempt, for the next event of a stream) end.
 */
public final class Lifecycle implements SmartLifecycle {

  private final Runnable atStop;
  private volatile boolean running;

  public Lifecycle(Runnable atStop) {
    this.atStop = atStop;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    atStop.run();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
