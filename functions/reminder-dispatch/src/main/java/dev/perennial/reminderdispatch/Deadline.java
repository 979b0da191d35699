package dev.perennial.reminderdispatch;

import dev.perennial.runtime.ledger.TryLater;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * When something has to be over that would take as long as somebody else's server likes: time-outs
 * are for one step each, and a server that takes its time with each step never meets one.
 */
public final class Deadline {

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  public boolean hasCome() {
    return left().isZero();
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /**
   * Does the work and answers what came of it. When time is up, the work is interrupted, and this
   * waits until it has noticed: in a virtual thread an interrupt closes the socket that it
   * connects, reads or writes, so nothing reaches the other side after that.
   *
   * @param work that ends when its socket is closed
   */
  public <T> T hold(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread worker = Thread.ofVirtual().start(task);
    try {
      if (!worker.join(left())) {
        worker.interrupt();
      }
      return task.get();
    } catch (InterruptedException e) {
      worker.interrupt();
      Thread.currentThread().interrupt();
      throw new TryLater("this instance is stopping");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException fault
          ? fault
          : new IllegalStateException(e.getCause());
    }
  }
}
