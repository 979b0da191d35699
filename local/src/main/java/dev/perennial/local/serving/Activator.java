package dev.perennial.local.serving;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** The way to a Service that may be asleep: what the gateway and the dispatcher both stand on. */
public interface Activator {

  /**
   * Waits until the Service has a ready process and room under its {@code containerConcurrency},
   * starting the process if it sleeps. The process is not idle, and not stopped for being idle,
   * while a slot is open.
   *
   * @param service the Service's name
   * @param timeout how long to wait; the Service's own {@code timeoutSeconds} if that is shorter
   * @throws TimeoutException if there was no ready process with room in that time
   * @throws IllegalArgumentException if no manifest declares this Service
   */
  Slot acquire(String service, Duration timeout) throws TimeoutException, InterruptedException;

  /** Room for one request in a running process. */
  interface Slot extends AutoCloseable {

    /** Where the process listens, such as {@code http://127.0.0.1:34567}. */
    URI address();

    /** Gives the room back; the idle clock starts when the last slot is closed. */
    @Override
    void close();
  }
}
