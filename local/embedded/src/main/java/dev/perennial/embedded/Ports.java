package dev.perennial.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on the loopback address. */
public final class Ports {

  // Below the ports an operating system gives to outgoing connections, which could take one while
  // its owner restarts.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 30_000;

  private final StoredValues stored;

  /**
   * @param file where ports are stored from one start to the next
   */
  public Ports(Path file) {
    this.stored = new StoredValues(file);
  }

  /**
   * The port this part had the last time if nobody else has taken it, so that its clients find it
   * again.
   */
  public int portFor(String part) {
    return Integer.parseInt(
        stored.getOrCreate(
            part, port -> isFree(Integer.parseInt(port)), () -> Integer.toString(free())));
  }

  /** Any free port. */
  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
  }

  /** Whether a server could listen there now. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
