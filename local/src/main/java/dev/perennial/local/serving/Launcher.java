package dev.perennial.local.serving;

import dev.perennial.local.manifest.Service;

/** Starts the process of a Service. */
@FunctionalInterface
public interface Launcher {

  /**
   * Starts one process and does not wait for it.
   *
   * @param port on which the process must listen on the loopback address
   */
  Process launch(Service service, int port);
}
