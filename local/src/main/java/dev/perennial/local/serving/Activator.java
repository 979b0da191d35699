package dev.perennial.local.serving;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Gives the gateway and the dispatcher access to a Service, which is started if it does not run.
 */
public interface Activator {

  /**
   * Waits until the Service has a ready process and fewer open slots than its {@code
   * containerConcurrency}, and starts the process if needed. A process with an open slot is not
   * stopped for being idle.
   *
   * @param service the Service's name
   * @param timeout maximum wait; the Service's {@code timeoutSeconds} if that is shorter
   * @throws TimeoutException if no slot was available in that time
   * @throws IllegalArgumentException if no manifest declares this Service
   */
  Slot acquire(String service, Duration timeout) throws TimeoutException, InterruptedException;

  /** The right to send one request to a running process. */
  interface Slot extends AutoCloseable {

    /** Returns the URL of the process, such as {@code http://127.0.0.1:34567}. */
    URI address();

    /** Counts a request that the process has got, answered or not. */
    void countRequest();

    /** Releases the slot. The idle time starts when the last slot is closed. */
    @Override
    void close();
  }
}
