package dev.perennial.local.serving;

import dev.perennial.local.manifest.Service;

/** Starts the program of a Service. */
@FunctionalInterface
public interface Launcher {

  /**
   * Starts one process and does not wait for it.
   *
   * @param port where it has to listen on the loopback address
   */
  Process launch(Service service, int port);
}
