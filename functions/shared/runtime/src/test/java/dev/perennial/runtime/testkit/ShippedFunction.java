package dev.perennial.runtime.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** A function's shipped jar in a process of its own, which can be killed. */
public record ShippedFunction(Process process, URI base) implements AutoCloseable {

  /**
   * Starts the jar of the module that is being tested, and waits until it is ready.
   *
   * @param environment all it gets, but for the port
   * @param log what it writes
   */
  public static ShippedFunction start(String name, Map<String, String> environment, Path log)
      throws IOException {
    var port = freePort();
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/%s.jar".formatted(name))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("PORT", Integer.toString(port));
    var function = new ShippedFunction(builder.start(), URI.create("http://127.0.0.1:" + port));
    Awaitility.await(name + " is up")
        .atMost(Duration.ofSeconds(120))
        .ignoreExceptions()
        .until(
            () -> function.http().send("GET", "/health/ready", Map.of(), "").statusCode() == 200);
    return function;
  }

  public Http http() {
    return new Http(base);
  }

  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
