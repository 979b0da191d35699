package dev.perennial.local.platform;

import dev.perennial.embedded.StartupException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Stops the added parts in reverse order. A part is added before it starts, so that it is also
 * stopped if its start fails or is interrupted.
 */
final class Lifecycle implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Lifecycle.class.getName());

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  synchronized <T extends AutoCloseable> T add(T part) {
    if (closed) {
      stop(part);
      throw new StartupException("stopped before everything had started");
    }
    parts.push(part);
    return part;
  }

  /** Moves this part to the front: it is the first to be stopped. */
  synchronized void stopFirst(AutoCloseable part) {
    if (parts.remove(part)) {
      parts.push(part);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable part = next(); part != null; part = next()) {
      stop(part);
    }
  }

  private synchronized @Nullable AutoCloseable next() {
    closed = true;
    return parts.poll();
  }

  private static void stop(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.log(Level.ERROR, "a part did not stop cleanly; the other parts are stopped anyway", e);
    }
  }
}
