package dev.perennial.local.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The moment when every function has been at work and no event is under way any more. */
record Calm(URI gateway) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int LOOKS_AT_MOST = 240;
  private static final int SAME_LOOKS = 8;

  /**
   * Waits for it.
   *
   * @throws TrainingFailed if it does not come within a minute
   */
  void await() throws IOException, InterruptedException, TrainingFailed {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(gateway.resolve("/local/status")).build();
      var last = "";
      int same = 0;
      for (int look = 0; look < LOOKS_AT_MOST; look++) {
        var status = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
        var events = status.path("events").toString();
        same = events.equals(last) ? same + 1 : 0;
        last = events;
        if (same >= SAME_LOOKS && everyFunctionWasAtWork(status)) {
          return;
        }
        Thread.sleep(LOOK);
      }
    }
    throw new TrainingFailed(
        "the journey does not reach every function; /local/status tells which it did");
  }

  private static boolean everyFunctionWasAtWork(JsonNode status) {
    return status
        .path("functions")
        .valueStream()
        .allMatch(function -> function.path("invocations").asLong() > 0);
  }
}
