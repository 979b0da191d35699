package dev.perennial.e2e;

import java.io.IOException;
import java.net.ServerSocket;

/** A port on which nothing listens at the moment. */
public final class FreePort {

  private FreePort() {}

  public static int find() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
