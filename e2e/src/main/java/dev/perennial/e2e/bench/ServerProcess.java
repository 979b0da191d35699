package dev.perennial.e2e.bench;

import dev.perennial.e2e.FreePort;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How to start a server whose start is measured: a function, or one that it is compared with.
 *
 * @param command begins with the path of java
 * @param environment all variables but PORT
 */
record ServerProcess(
    String name, List<String> command, Map<String, String> environment, Path directory) {

  /** Includes the second JVM that a first one starts at exit to write an AOT cache. */
  private static final Duration EXIT = Duration.ofSeconds(90);

  /**
   * What was measured at the response to a server's first request.
   *
   * @param millis since the start of the process
   */
  record FirstResponse(double millis, long cpuMillis, long residentKb) {}

  /** The same server with an additional option of the JVM. */
  ServerProcess with(String jvmOption) {
    var more = new ArrayList<>(command);
    more.add(1, jvmOption);
    return new ServerProcess(name, more, environment, directory);
  }

  /** Starts it, sends one request, and stops it. */
  FirstResponse measureStart(byte[] request) throws IOException, InterruptedException {
    try (var running = start(request)) {
      return running.first();
    }
  }

  /**
   * Starts it and sends its first request.
   *
   * @throws IllegalStateException if that is not accepted
   */
  Running start(byte[] firstRequest) throws IOException {
    var port = FreePort.find();
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(Path.of("e2e/target/bench-servers.log").toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PORT", Integer.toString(port));
    var began = System.nanoTime();
    var process = builder.start();
    try (var connection = new HttpConnection(port)) {
      connection.awaitOpen(process);
      requireAccepted(name, connection.send(firstRequest));
      var millis = (System.nanoTime() - began) / 1e6;
      var first =
          new FirstResponse(
              millis,
              ProcessStat.of(process.pid()).ownMillis(),
              ProcessStat.residentKb(process.pid()));
      return new Running(name, process, port, first);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static void requireAccepted(String name, int status) {
    if (status < 200 || status > 299) {
      throw new IllegalStateException("%s answered %d".formatted(name, status));
    }
  }

  /** A server that has answered its first request. */
  record Running(String name, Process process, int port, FirstResponse first)
      implements AutoCloseable {

    /**
     * Sends all requests over this many connections.
     *
     * @return the seconds that it took
     */
    double sendAll(List<byte[]> requests, int connections)
        throws InterruptedException, ExecutionException {
      var left = new ConcurrentLinkedQueue<>(requests);
      var began = System.nanoTime();
      Baselines.inParallel(
          connections,
          () -> {
            try (var connection = new HttpConnection(port)) {
              for (var next = left.poll(); next != null; next = left.poll()) {
                requireAccepted(name, connection.send(next));
              }
              return true;
            }
          });
      return (System.nanoTime() - began) / 1e9;
    }

    long cpuMillis() {
      return ProcessStat.of(process.pid()).ownMillis();
    }

    long residentKb() {
      return ProcessStat.residentKb(process.pid());
    }

    @Override
    public void close() throws IOException, InterruptedException {
      process.destroy();
      if (!process.waitFor(EXIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(name + " did not end");
      }
    }
  }
}
