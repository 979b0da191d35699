package dev.perennial.reminderdispatch.channel;

import dev.perennial.runtime.ledger.TryLater;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A limit for the total time of work on a remote server. A time-out limits a single read only: a
 * server that answers each step slowly never exceeds one.
 */
public final class Deadline {

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  public boolean isOver() {
    return remaining().isZero();
  }

  private Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /**
   * Runs the work in a virtual thread and returns its result. At the deadline the work is
   * interrupted, which closes the socket that it connects, reads or writes; this method returns
   * when the work has ended. So nothing reaches the other side afterwards.
   *
   * @param work ends when its socket is closed
   * @throws TryLater if this instance is stopping
   * @throws RuntimeException as thrown by the work
   */
  public <T> T run(Supplier<T> work) {
    var task = new FutureTask<T>(work::get);
    Thread worker = Thread.ofVirtual().start(task);
    try {
      if (!worker.join(remaining())) {
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
