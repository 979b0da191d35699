package dev.perennial.local.serving;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Probes a process by HTTP until a 2xx says that it is ready. */
final class ReadinessProbe {

  // Knative probes a starting container every 50 ms, which is long compared with a
  // start from an AOT cache.
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final HttpClient client;

  ReadinessProbe(HttpClient client) {
    this.client = client;
  }

  /** Returns true when the process is ready, and false if it ended before. */
  boolean awaitReady(Process process, URI probe) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(probe).timeout(TIMEOUT).build();
    while (process.isAlive()) {
      if (isReady(request)) {
        return true;
      }
      Thread.sleep(PERIOD);
    }
    return false;
  }

  private boolean isReady(HttpRequest request) throws InterruptedException {
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 300;
    } catch (IOException notListeningYet) {
      return false;
    }
  }
}
