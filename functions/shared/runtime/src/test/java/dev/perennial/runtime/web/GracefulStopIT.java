package dev.perennial.runtime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.testkit.Gate;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What SIGTERM does, by the hook that closes the function. */
class GracefulStopIT {

  private static final Gate GATE = new Gate();

  /** After the third failure the next attempt is 25 s later. */
  private static final CountDownLatch FAILED = new CountDownLatch(3);

  private static void wire(FunctionParts parts) {
    parts.handleEvents(
        event -> {
          if (event.getType().equals("failing")) {
            FAILED.countDown();
            throw new IllegalStateException("passing");
          }
          GATE.pass();
        });
  }

  @Test
  void finishes_requests_in_flight_returns_waiting_events_and_refuses_new_work() throws Exception {
    var function =
        FunctionServer.start(
            TestPostgres.shared().settings("on-completed-recurrence"), GracefulStopIT::wire);
    var http = Http.to(function.port());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      // First, because an attempt waits while a group of other events is being committed.
      var waiting = executor.submit(() -> http.post(event("failing"), "{}"));
      FAILED.await();
      var inFlight = executor.submit(() -> http.post(event("working"), "{}"));
      GATE.awaitReached();

      var stopped = executor.submit(function::close);

      assertThat(waiting.get().statusCode()).as("the broker comes back with it").isEqualTo(503);
      await("the door is closed")
          .untilAsserted(() -> assertThatIllegalStateException().isThrownBy(() -> ready(http)));
      GATE.open();
      assertThat(inFlight.get().statusCode()).isEqualTo(202);
      stopped.get();
    }
  }

  private static void ready(Http http) {
    http.send("GET", "/health/ready", Map.of(), "");
  }

  private static Map<String, String> event(String type) {
    return Map.of(
        "ce-specversion", "1.0",
        "ce-id", UUID.randomUUID().toString(),
        "ce-source", "/test",
        "ce-type", type,
        "Content-Type", "application/json");
  }
}
