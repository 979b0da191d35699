package dev.perennial.local.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Waits until every function was invoked and the event counters have not changed for two seconds.
 */
record Quiescence(URI gateway) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
  private static final int MAX_POLLS = 240;
  private static final int EQUAL_POLLS = 8;

  /**
   * Returns when the system is quiescent.
   *
   * @throws TrainingException if it is not within a minute
   */
  void await() throws IOException, InterruptedException, TrainingException {
    try (var client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/local/status")).build();
      String last = "";
      int equal = 0;
      for (int poll = 0; poll < MAX_POLLS; poll++) {
        JsonNode status = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
        String events = status.path("events").toString();
        equal = events.equals(last) ? equal + 1 : 0;
        last = events;
        if (equal >= EQUAL_POLLS && everyFunctionWasInvoked(status)) {
          return;
        }
        Thread.sleep(POLL_INTERVAL);
      }
    }
    throw new TrainingException(
        "not every function was invoked or events are still in progress; see /local/status");
  }

  private static boolean everyFunctionWasInvoked(JsonNode status) {
    return status
        .path("functions")
        .valueStream()
        .allMatch(function -> function.path("invocations").asLong() > 0);
  }
}
