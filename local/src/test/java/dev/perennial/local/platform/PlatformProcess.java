package dev.perennial.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.local.Main;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The platform in its own process, as {@code ./run} starts it. */
record PlatformProcess(Process process, int port, Path out, Path err) {

  static final Duration STOP = Duration.ofMinutes(3);

  private static final Duration START = Duration.ofMinutes(10);
  private static final int CANNOT_START = 2;

  static PlatformProcess start(StandInProject project, Path data, int port, String... further)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dperennial.home=" + project.root(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--port",
                Integer.toString(port),
                "--data",
                data.toString()));
    command.addAll(List.of(further));
    Path out = Files.createTempFile(project.root(), "out", ".log");
    Path err = Files.createTempFile(project.root(), "err", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new PlatformProcess(process, port, out, err);
  }

  /** Waits for the line that reports readiness; fails at once if the process has ended. */
  PlatformProcess awaitReady() {
    await("the platform to be ready")
        .atMost(START)
        .failFast(() -> assertThat(process.isAlive()).as(Files.readString(err)).isTrue())
        .until(
            () -> Files.readString(out).contains("Perennial is ready at http://localhost:" + port));
    return this;
  }

  String get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  /** Returns the platform and every process that it has started. */
  List<ProcessHandle> all() throws IOException, InterruptedException {
    String status = get("/local/status");
    Stream<ProcessHandle> parts =
        Stream.of("\"pid\":", "\"postgresPid\":", "\"kafkaPid\":")
            .map(name -> status.replaceAll("(?s).*" + name + "(\\d+).*", "$1"))
            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
    return Stream.concat(parts, Stream.of(process.toHandle())).toList();
  }

  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor(STOP);
  }

  /** Asserts that the process ends with the code and the one line of a refused start. */
  void assertRefused(String reason) throws IOException, InterruptedException {
    assertThat(process.waitFor(STOP)).isTrue();
    assertThat(process.exitValue()).isEqualTo(CANNOT_START);
    assertThat(Files.readAllLines(err)).singleElement().asString().contains(reason);
  }
}
