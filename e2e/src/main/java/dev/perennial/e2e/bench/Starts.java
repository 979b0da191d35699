package dev.perennial.e2e.bench;

import dev.perennial.e2e.RunningSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Measures how functions start and what they need, each in a process that is started without the
 * platform, by turns with the bare server.
 */
final class Starts {

  private static final int ROUNDS = 7;
  private static final int CONNECTIONS = 16;
  private static final int EVENTS = 2_000;
  private static final int RATE_ROUNDS = 3;
  private static final String RATED = "on-completed-recurrence";

  private final RunningSystem system;
  private final Report report;
  private final ServerProcess bare;
  private final Transactions transactions;

  Starts(RunningSystem system, Report report, ServerProcess bare, Transactions transactions) {
    this.system = system;
    this.report = report;
    this.bare = bare;
    this.transactions = transactions;
  }

  /** A server and what it is started by. */
  record Candidate(String name, ServerProcess server, FunctionRequests.Requests requests) {}

  /** From process start to the first response, for an event and for a request of a person. */
  void coldStarts() throws IOException, InterruptedException {
    report.heading("Cold starts, process start to first committed response, by turns with bare");
    var functions = new FunctionRequests(system);
    new ScaledToZero(system).await();
    functions.functions().forEach(this::addClasses);
    var ratios = compare(candidates(functions.functions(), functions.events(), "event"));
    addSlowest(Target.EVENT_START, ratios);
    addSlowest(
        Target.API_START, compare(candidates(functions.functions(), functions.api(), "API")));
  }

  private static List<Candidate> candidates(
      Map<String, ServerProcess> functions,
      Map<String, FunctionRequests.Requests> requests,
      String kind) {
    return requests.entrySet().stream()
        .map(
            each ->
                new Candidate(
                    "%s (%s)".formatted(each.getKey(), kind),
                    functions.get(each.getKey()),
                    each.getValue()))
        .toList();
  }

  /** Starts each once a round, always after a start of bare. */
  Map<String, ByTurns> compare(List<Candidate> candidates)
      throws IOException, InterruptedException {
    var all = new LinkedHashMap<String, ByTurns>();
    candidates.forEach(candidate -> all.put(candidate.name(), new ByTurns()));
    for (int round = 0; round < ROUNDS; round++) {
      for (var candidate : candidates) {
        var request = candidate.requests().make(1).getFirst();
        var yardstick = bare.measureStart(Baselines.event());
        all.get(candidate.name()).add(candidate.server().measureStart(request), yardstick);
      }
    }
    all.forEach((name, comparison) -> comparison.addTo(report, name));
    return all;
  }

  private void addSlowest(Target target, Map<String, ByTurns> comparisons) {
    var slowest =
        comparisons.values().stream()
            .max((a, b) -> Double.compare(a.wallRatio(), b.wallRatio()))
            .orElseThrow();
    slowest.addTo(report, target);
  }

  /** The starts of one server, and the starts of bare right before them. */
  static final class ByTurns {

    private final List<Double> millis = new ArrayList<>();
    private final List<Double> bareMillis = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
    private final List<Double> bareCpu = new ArrayList<>();
    private final List<Double> memory = new ArrayList<>();

    private void add(ServerProcess.FirstResponse start, ServerProcess.FirstResponse yardstick) {
      millis.add(start.millis());
      bareMillis.add(yardstick.millis());
      cpu.add((double) start.cpuMillis());
      bareCpu.add((double) yardstick.cpuMillis());
      memory.add(start.residentKb() / 1024.0);
    }

    double wallRatio() {
      return Medians.ratio(millis, bareMillis);
    }

    void addTo(Report report, Target target) {
      double median = Medians.of(millis);
      report.measured(target, median, median / wallRatio());
    }

    private void addTo(Report report, String name) {
      report.add(
          name + ", p50 of " + millis.size(),
          Medians.of(millis),
          "ms",
          "%.2f x bare; CPU %.0f ms, %.2f x; %.0f MB"
              .formatted(
                  wallRatio(), Medians.of(cpu), Medians.ratio(cpu, bareCpu), Medians.of(memory)));
    }
  }

  /** The JVM loads all classes of a cache when it starts, so their number is a price of a start. */
  private void addClasses(String name, ServerProcess function) {
    report.add("Classes in the AOT cache of " + name, classes(function), "classes", "");
  }

  private static double classes(ServerProcess function) {
    var command = new ArrayList<>(function.command());
    int jar = command.indexOf("-jar");
    command.set(jar, "-cp");
    command.add("--version");
    command.add(1, "-Xlog:class+load");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(function.directory().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return printed.lines().filter(line -> line.contains("source: shared objects file")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resident memory after one event and after many, and CPU of an event. */
  void memory() throws IOException, InterruptedException, ExecutionException {
    report.heading("Resident memory of functions, started without the platform");
    var functions = new FunctionRequests(system);
    new ScaledToZero(system).await();
    double first = 0;
    double later = 0;
    for (var candidate : candidates(functions.functions(), functions.events(), "event")) {
      var requests = candidate.requests().make(EVENTS);
      try (var running = candidate.server().start(requests.getFirst())) {
        long cpu = running.cpuMillis();
        running.sendAll(requests.subList(1, EVENTS), CONNECTIONS / 2);
        double perEvent = (running.cpuMillis() - cpu) / (EVENTS - 1.0);
        double firstMb = running.first().residentKb() / 1024.0;
        double mb = running.residentKb() / 1024.0;
        report.add(candidate.name() + ", after the first", firstMb, "MB", "");
        report.add(
            candidate.name() + ", after %,d".formatted(EVENTS),
            mb,
            "MB",
            "%.2f ms CPU an event".formatted(perEvent));
        first = Math.max(first, firstMb);
        later = Math.max(later, mb);
      }
    }
    report.measured(Target.FIRST_MEMORY, first);
    report.measured(Target.MEMORY, later);
  }

  /** Events of one function, by turns with transactions of the same number of inserts. */
  void rate() throws IOException, InterruptedException, ExecutionException {
    report.heading("Events of one function over %d connections".formatted(CONNECTIONS));
    var functions = new FunctionRequests(system);
    new ScaledToZero(system).await();
    rate(
        Target.EVENTS,
        new Candidate(RATED, functions.functions().get(RATED), functions.events().get(RATED)));
  }

  /** As {@link #rate()}, of this server. */
  void rate(Target target, Candidate candidate)
      throws IOException, InterruptedException, ExecutionException {
    var rates = new ArrayList<Double>();
    var tps = new ArrayList<Double>();
    try (var running = candidate.server().start(candidate.requests().make(1).getFirst())) {
      running.sendAll(candidate.requests().make(EVENTS), CONNECTIONS);
      for (int i = 0; i < RATE_ROUNDS; i++) {
        tps.add(transactions.measure(CONNECTIONS, Duration.ofSeconds(2)).tps());
        var requests = candidate.requests().make(EVENTS);
        rates.add(requests.size() / running.sendAll(requests, CONNECTIONS));
      }
    }
    double median = Medians.of(rates);
    double ratio = Medians.ratio(rates, tps);
    report.add(
        candidate.name() + ", events",
        median,
        "a second",
        "%.2f x transactions of two inserts, by turns".formatted(ratio));
    report.measured(target, median, median / ratio);
  }
}
