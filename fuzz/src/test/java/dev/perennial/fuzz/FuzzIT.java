package dev.perennial.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.e2e.Http;
import dev.perennial.e2e.RunningSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the OpenAPI document, with generated requests: no server error, no response
 * outside the document, none that takes too long.
 *
 * <p>System properties: {@code fuzz.seed} of the first round, {@code fuzz.seconds} after which only
 * the first request of each operation is sent, and {@code fuzz.millis} that a response may take.
 */
class FuzzIT {

  private static final int MAX_FAULTS = 20;

  private final long firstSeed = Long.getLong("fuzz.seed", 42);
  private final Duration time = Duration.ofSeconds(Long.getLong("fuzz.seconds", 60));
  private final Judge judge = new Judge(Duration.ofMillis(Long.getLong("fuzz.millis", 10_000)));

  /** When the time is over, by {@link System#nanoTime}; it begins when all functions run. */
  private long end;

  /** By operation and fault without its numbers, so that one fault is reported once. */
  private final Map<String, String> faults = new LinkedHashMap<>();

  @Test
  void no_request_leads_to_an_error_or_to_what_is_not_documented() throws Exception {
    GeneratedRequests generated = new GeneratedRequests(OpenApiDocument.ROOT);
    try (RunningSystem system =
        RunningSystem.start(
            Duration.ofMinutes(30),
            "--set",
            "RATE_LIMIT_BURST=0",
            "--set",
            "RATE_LIMIT_PER_SECOND=0")) {
      awaitFunctions(system);
      end = System.nanoTime() + time.toNanos();
      for (long seed = firstSeed; seed == firstSeed || isTimeLeft(); seed++) {
        new Round(system, seed).run(generated);
      }
    }

    judge.seen().forEach((operation, statuses) -> System.out.println(operation + " " + statuses));
    assertThat(faults.values()).isEmpty();
    assertThat(judge.seen().keySet()).isEqualTo(judge.operations());
  }

  /** Starts the functions with an API, since a cold start is not the time that is limited here. */
  private static void awaitFunctions(RunningSystem system) {
    Http http = system.person("ada").http();
    for (String path : List.of("/v1/tasks", "/v1/me/devices", "/v1/sync", "/v1/audit")) {
      http.get(path);
    }
  }

  private boolean isTimeLeft() {
    return System.nanoTime() < end && faults.size() < MAX_FAULTS;
  }

  /** All requests of a seed, as a user of their own, who is erased at the end. */
  private final class Round {

    private final RunningSystem system;
    private final long seed;
    private final String user;
    private final Sender sender;
    private RealThings things;

    Round(RunningSystem system, long seed) {
      this.system = system;
      this.seed = seed;
      this.user = "user-" + seed;
      this.sender = new Sender(system.gateway(), system.token(user));
      this.things = create();
    }

    private RealThings create() {
      return RealThings.of(system.person(user).http());
    }

    void run(GeneratedRequests generated) throws InterruptedException {
      List<Request> valid = generated.of(seed, RealThings.PLACEHOLDERS);
      List<Request> all = new ArrayList<>(valid);
      all.addAll(new BrokenRequests(seed).of(valid));
      List<Request> erasures = all.stream().filter(Round::isErasure).toList();
      all.removeAll(erasures);
      for (Request request : inTurn(all)) {
        if (isTimeLeft() || !judge.hasSeen(request)) {
          send(request);
        }
      }
      for (Request request : erasures) {
        send(request);
      }
    }

    private static boolean isErasure(Request request) {
      return request.method().equals("DELETE") && request.template().equals("/v1/me");
    }

    /** The first request of each operation, then the second, so that all are sent early. */
    private static List<Request> inTurn(List<Request> requests) {
      Map<String, Integer> counts = new HashMap<>();
      record Numbered(int number, Request request) {}
      return requests.stream()
          .map(
              request ->
                  new Numbered(
                      counts.merge(request.method() + request.template(), 1, Integer::sum),
                      request))
          .sorted(Comparator.comparingInt(Numbered::number))
          .map(Numbered::request)
          .toList();
    }

    private void send(Request generated) throws InterruptedException {
      Request request = things.in(generated);
      long start = System.nanoTime();
      try {
        sender.send(
            request,
            answer -> {
              report(
                  request,
                  judge.faults(request, answer, Duration.ofNanos(System.nanoTime() - start)));
              if (request.method().equals("DELETE") && answer.statusCode() == 204) {
                things = create();
              }
            },
            status -> report(request, judge.faults(request, status)));
      } catch (IOException noResponse) {
        report(request, List.of("no response: " + noResponse));
      }
    }

    private void report(Request request, List<String> found) {
      if (!found.isEmpty()) {
        String key =
            request.method() + request.template() + found.getFirst().replaceAll("\\d+", "0");
        faults.putIfAbsent(
            key,
            "%s%n  %s%n  repeat it with -Dfuzz.seed=%d, or%n  %s%n"
                .formatted(
                    request.name(),
                    String.join("\n  ", found),
                    seed,
                    request.curl(system.gateway().toString(), user)));
      }
    }
  }
}
