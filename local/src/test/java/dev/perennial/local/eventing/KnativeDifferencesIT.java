package dev.perennial.local.eventing;

import static dev.perennial.local.eventing.EventingFixture.GRACE;
import static dev.perennial.local.eventing.EventingFixture.event;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.eventing.TestSubscriber.Response;
import dev.perennial.local.http.FunctionClient;
import dev.perennial.local.serving.Activator.Slot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Where this platform does not do what Knative Eventing 1.23 does. Each test states what happens
 * here, and its comment what happens on a cluster. {@code docs/one-machine.md} says what that means
 * to a user; a test that fails because the difference is gone removes a line there.
 */
@Timeout(300)
class KnativeDifferencesIT {

  private static final Duration SHORT = Duration.ofMillis(200);

  @RegisterExtension private static final KafkaExtension KAFKA = new KafkaExtension();

  private final TestSubscriber subscriber = new TestSubscriber();
  private final EventingFixture fixture =
      new EventingFixture(KAFKA.kafka().bootstrapServers(), subscriber);

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
    subscriber.close();
  }

  /** Knative applies the timeout to the head of a response only, and waits for its body. */
  @Test
  void the_timeout_covers_the_body_of_a_response() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new FunctionClient()) {
      Thread sender = Thread.ofVirtual().start(() -> sendHalfAResponse(server));
      var service = new Subscriber("one", "perennial", "http://one", (_, _) -> at(server), client);

      assertThat(service.receive(event("1", "a"), SHORT)).isEqualTo(Failed.transport());

      client.close();
      sender.join();
    }
  }

  private static void sendHalfAResponse(ServerSocket server) {
    try (Socket connection = server.accept()) {
      connection.getInputStream().readNBytes(1);
      connection
          .getOutputStream()
          .write("HTTP/1.1 202 Accepted\r\nContent-Length: 1\r\n\r\n".getBytes(US_ASCII));
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Slot at(ServerSocket server) {
    return new Slot() {
      @Override
      public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
      }

      @Override
      public void countRequest() {}

      @Override
      public void close() {}
    };
  }

  /** Knative follows a 303 with a GET, up to 16 times. */
  @Test
  void a_redirect_is_not_followed() throws Exception {
    subscriber.responding("one", _ -> new Response(303, Map.of("Location", "/two"), ""));
    try (var client = new FunctionClient()) {
      var service = new Subscriber("one", "perennial", "http://one", subscriber, client);

      assertThat(service.receive(event("1", "a"), GRACE))
          .isEqualTo(new Failed(false, OptionalInt.of(303), "", Map.of()));
    }
    assertThat(subscriber.eventsOf("two")).isEmpty();
  }

  /** A Trigger on a cluster skips to the end of the topic ({@code auto.offset.reset: latest}). */
  @Test
  void a_trigger_behind_the_retention_continues_with_the_oldest_record() throws Exception {
    Eventing eventing = fixture.withTrigger("one").start();
    fixture.append(event("1", "a"));
    await("the first event").untilAsserted(() -> assertThat(eventing.counts().delivered()).isOne());
    eventing.stop(GRACE);
    for (String id : List.of("2", "3", "4")) {
      fixture.append(event(id, "a"));
    }

    fixture.expireBefore(2);
    fixture.start();

    await("the events that are left").until(() -> subscriber.eventsOf("one").size() == 3);
    assertThat(subscriber.idsOf("one")).containsExactlyInAnyOrder("1", "3", "4");
  }

  /** On a cluster nothing makes a source wait until the Triggers are ready. */
  @Test
  void an_event_published_before_the_first_start_reaches_every_trigger() throws Exception {
    fixture.createTopics();
    fixture.publish(event("1", "a"));

    fixture.withTrigger("one").withTrigger("two").start();

    await("both deliveries")
        .until(
            () ->
                subscriber.idsOf("one").equals(List.of("1"))
                    && subscriber.idsOf("two").equals(List.of("1")));
  }
}
