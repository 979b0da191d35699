package dev.perennial.syncpush;

import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.testkit.Http;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The shipped jar in a process of its own, which can be killed. */
record Instance(Process process, URI base) implements AutoCloseable {

  static Instance start(Settings settings, Path log) throws IOException {
    var port = freePort();
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspring.aot.enabled=true",
                "-jar",
                "target/sync-push.jar")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(settings.env());
    builder.environment().put("PORT", Integer.toString(port));
    var instance = new Instance(builder.start(), URI.create("http://127.0.0.1:" + port));
    var http = new Http(instance.base());
    await("the function is up")
        .atMost(Duration.ofSeconds(120))
        .ignoreExceptions()
        .until(() -> http.send("GET", "/health/ready", Map.of(), "").statusCode() == 200);
    return instance;
  }

  void kill() {
    process.destroyForcibly();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
