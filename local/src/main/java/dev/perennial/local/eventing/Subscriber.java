package dev.perennial.local.eventing;

import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.http.FunctionClient;
import dev.perennial.local.serving.Activator;
import dev.perennial.local.serving.Activator.Slot;
import dev.perennial.local.serving.Deadline;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Delivers events to a Service by HTTP in binary mode, and starts the Service if needed. Attributes
 * are not percent-encoded, as in Knative's data plane.
 */
final class Subscriber implements Receiver {

  private static final byte[] NO_BODY = {};
  private static final Logger LOG = System.getLogger(Subscriber.class.getName());

  private final String service;
  private final String namespace;
  private final String destination;
  private final Activator activator;
  private final FunctionClient client;

  Subscriber(
      String service,
      String namespace,
      String destination,
      Activator activator,
      FunctionClient client) {
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
    var deadline = Deadline.in(timeout);
    try (Slot slot = activator.acquire(service, timeout)) {
      return send(slot, request(slot.address(), event), deadline);
    } catch (TimeoutException | IOException fault) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the platform is stopping");
      }
      LOG.log(Level.DEBUG, () -> service + " did not answer event " + event.getId(), fault);
      return Failed.transport();
    }
  }

  /** Limits the whole exchange: the client's own timeout is for a single read. */
  private DeliveryResult send(Slot slot, HttpPost request, Deadline deadline) throws IOException {
    var limit = client.after(deadline.left(), request::cancel);
    // An event may be delivered twice, so it may be sent again.
    try (ClassicHttpResponse response = client.send(slot.address(), request, true)) {
      slot.countRequest();
      return HttpResponses.read(response.getCode(), headers(response), body(response));
    } finally {
      limit.cancel(false);
    }
  }

  private static Map<String, List<String>> headers(ClassicHttpResponse response) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : response.getHeaders()) {
      headers.computeIfAbsent(header.getName(), _ -> new ArrayList<>(1)).add(header.getValue());
    }
    return headers;
  }

  private static byte[] body(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null ? NO_BODY : EntityUtils.toByteArray(entity);
  }

  private HttpPost request(URI address, CloudEvent event) {
    var request = new HttpPost(address);
    request.addHeader("Prefer", "reply");
    request.addHeader("Kn-Namespace", namespace);
    request.addHeader("User-Agent", "Vert.x-WebClient");
    HttpMessageFactory.createWriter(
            request::addHeader,
            body -> request.setEntity(body == null ? null : new ByteArrayEntity(body, null)))
        .writeBinary(event);
    return request;
  }
}
