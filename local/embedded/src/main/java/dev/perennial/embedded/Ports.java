package dev.perennial.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on the loopback address. */
public final class Ports {

  // Below the ephemeral ports of operating systems: an outgoing connection could occupy one while
  // its owner restarts.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 30_000;

  private final StoredValues stored;

  /**
   * @param file that stores the ports from one start to the next
   */
  public Ports(Path file) {
    this.stored = new StoredValues(file);
  }

  /**
   * Returns the part's port of the last start, or another one if that is in use. Clients thus find
   * the part after a restart.
   */
  public int portFor(String part) {
    return Integer.parseInt(
        stored.getOrCreate(
            part, port -> isFree(Integer.parseInt(port)), () -> Integer.toString(free())));
  }

  /** Returns a free port. */
  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
  }

  /** Whether a server could bind the port now. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
