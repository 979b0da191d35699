package dev.perennial.e2e.bench;

import dev.perennial.e2e.RunningSystem;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The limits of this machine, measured in the same run. */
final class Baselines {

  private static final int CONNECTIONS = 16;
  private static final Duration TRANSACTIONS = Duration.ofSeconds(4);
  private static final int STARTS = 5;
  private static final int TRAINING_EVENTS = 60;
  private static final Path LIBRARIES = Path.of("functions/on-completed-recurrence/target/lib");
  private static final Path CACHE = Path.of("e2e/target/bare.aot");

  private Baselines() {}

  /** Measures them all. */
  static void measure(Report report, Transactions transactions, ServerProcess bare)
      throws IOException, InterruptedException, ExecutionException {
    report.heading("Yardsticks of this run, transactions by " + transactions.by());
    transactions.measure(CONNECTIONS, Duration.ofSeconds(1));
    var many = transactions.measure(CONNECTIONS, TRANSACTIONS);
    report.measured(Yardstick.TRANSACTIONS, many.tps());
    report.measured(Yardstick.TRANSACTION_CPU, many.postgresCpuMillis());
    report.measured(Yardstick.TRANSACTION, 1e3 / transactions.measure(1, TRANSACTIONS).tps());
    var starts = new ArrayList<Double>();
    var memory = new ArrayList<Double>();
    for (int i = 0; i < STARTS; i++) {
      var start = bare.measureStart(event());
      starts.add(start.millis());
      memory.add(start.residentKb() / 1024.0);
    }
    report.measured(Yardstick.BARE_START, Medians.of(starts));
    report.measured(Yardstick.BARE_MEMORY, Medians.of(memory));
  }

  /** The bare server, with an AOT cache that is recorded first, on its own events only. */
  static ServerProcess bareServer(RunningSystem system) throws Exception {
    var classPath =
        Stream.concat(
                Stream.of(Path.of("e2e/target/e2e.jar")),
                Stream.of("HikariCP", "postgresql", "slf4j-api").map(Baselines::library))
            .map(Path::toString)
            .toList();
    var command = new ArrayList<String>();
    command.add(java());
    command.add("@functions/jvm.options");
    command.addAll(
        List.of("-cp", String.join(File.pathSeparator, classPath), BareServer.class.getName()));
    var server =
        new ServerProcess("bare", command, environment(system), Path.of("").toAbsolutePath());
    return trained(
        server, CACHE, Stream.generate(Baselines::event).limit(TRAINING_EVENTS).toList());
  }

  /** Records an AOT cache while the server gets these requests; returns the server with it. */
  static ServerProcess trained(ServerProcess server, Path cache, List<byte[]> requests)
      throws Exception {
    Files.deleteIfExists(cache);
    try (var training =
        server.with("-XX:AOTCacheOutput=" + cache.toAbsolutePath()).start(requests.getFirst())) {
      training.sendAll(requests.subList(1, requests.size()), 1);
    }
    if (!Files.exists(cache)) {
      throw new IOException(server.name() + " wrote no AOT cache");
    }
    return server.with("-XX:AOTCache=" + cache.toAbsolutePath());
  }

  /** Access to the system's Postgres for a server that is no function of it. */
  static Map<String, String> environment(RunningSystem system) {
    var owner = system.postgres();
    return Map.of(
        "DATABASE_URL", owner.url(),
        "DATABASE_USER", owner.user(),
        "DATABASE_PASSWORD", owner.password());
  }

  /** The small job's event, with a new id. */
  static byte[] event() {
    var headers =
        """
        ce-specversion: 1.0\r
        ce-id: %s\r
        ce-source: /bench\r
        ce-type: dev.perennial.bench.v1\r
        Content-Type: application/json\r
        """
            .formatted(UUID.randomUUID());
    var body = "{\"data\":\"what the event says\"}".getBytes(StandardCharsets.UTF_8);
    return HttpConnection.request("POST", "/", headers, body);
  }

  static List<byte[]> events(int count) {
    return IntStream.range(0, count).mapToObj(_ -> event()).toList();
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path library(String name) {
    try (Stream<Path> jars = Files.list(LIBRARIES)) {
      return jars.filter(jar -> jar.getFileName().toString().matches(name + "-[0-9.]+\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + name + " in " + LIBRARIES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the same work this many times concurrently. */
  static <T> List<T> inParallel(int times, Callable<T> work)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(times)) {
      var results = new ArrayList<T>();
      var running = new ArrayList<Future<T>>();
      for (int i = 0; i < times; i++) {
        running.add(threads.submit(work));
      }
      for (var one : running) {
        results.add(one.get());
      }
      return results;
    }
  }
}
