package dev.perennial.local.eventing;

import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.serving.Activator;
import dev.perennial.local.serving.Activator.Slot;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Delivers events to a Service by HTTP in binary mode, and starts the Service if needed. Attributes
 * are not percent-encoded, as in Knative's data plane.
 */
final class Subscriber implements Receiver {

  private static final Logger LOG = System.getLogger(Subscriber.class.getName());

  private final String service;
  private final String namespace;
  private final String destination;
  private final Activator activator;
  private final HttpClient client;

  Subscriber(
      String service,
      String namespace,
      String destination,
      Activator activator,
      HttpClient client) {
    this.service = service;
    this.namespace = namespace;
    this.destination = destination;
    this.activator = activator;
    this.client = client;
  }

  @Override
  public String destination() {
    return destination;
  }

  @Override
  public DeliveryResult receive(CloudEvent event, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Slot slot = activator.acquire(service, timeout)) {
      HttpResponse<byte[]> response =
          send(request(slot.address(), event), deadline - System.nanoTime());
      return HttpResponses.read(response.statusCode(), response.headers().map(), response.body());
    } catch (TimeoutException | ExecutionException fault) {
      LOG.log(Level.DEBUG, () -> service + " did not answer event " + event.getId(), fault);
      return Failed.transport();
    }
  }

  /** Limits the whole exchange: the client's own timeout ends with the response headers. */
  private HttpResponse<byte[]> send(HttpRequest request, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return exchange.get(nanos, TimeUnit.NANOSECONDS);
    } finally {
      exchange.cancel(true);
    }
  }

  private HttpRequest request(URI address, CloudEvent event) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .headers(
                "Prefer", "reply", "Kn-Namespace", namespace, "User-Agent", "Vert.x-WebClient");
    HttpMessageFactory.createWriter(
            request::header,
            body ->
                request.POST(
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)))
        .writeBinary(event);
    return request.build();
  }
}
