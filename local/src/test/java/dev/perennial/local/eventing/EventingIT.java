package dev.perennial.local.eventing;

import static dev.perennial.local.eventing.EventingFixture.GRACE;
import static dev.perennial.local.eventing.EventingFixture.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.local.eventing.TestSubscriber.Response;
import dev.perennial.local.manifest.DeliveryOrder;
import dev.perennial.local.manifest.Filter;
import dev.perennial.local.manifest.Sink.ContentMode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(300)
class EventingIT {

  @RegisterExtension private static final KafkaExtension KAFKA = new KafkaExtension();

  private final TestSubscriber subscriber = new TestSubscriber();
  private final EventingFixture fixture =
      new EventingFixture(KAFKA.kafka().bootstrapServers(), subscriber);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void close() throws InterruptedException {
    released.countDown();
    fixture.close();
    subscriber.close();
  }

  @Test
  void an_event_is_delivered_once_to_each_trigger_whose_filter_accepts_it() throws Exception {
    Eventing eventing =
        fixture
            .withTrigger("one", List.of(new Filter.Exact(Map.of("type", "a"))))
            .withTrigger("two", List.of(new Filter.Prefix(Map.of("id", "1"))))
            .start();

    fixture.publish(event("1", "a"));
    fixture.publish(event("2", "b"));
    fixture.publish(event("3", "a"));

    await("all deliveries")
        .untilAsserted(() -> assertThat(eventing.counts()).isEqualTo(new EventCounts(3, 3, 0)));
    assertThat(subscriber.idsOf("one")).containsExactlyInAnyOrder("1", "3");
    assertThat(subscriber.idsOf("two")).containsExactly("1");
  }

  @Test
  void an_event_is_delivered_with_its_partition_and_offset_in_the_broker_topic() throws Exception {
    fixture.withTrigger("one").start();

    fixture.publish(event("1", "a"));

    CloudEvent delivered = firstOf("one");
    assertThat(delivered.getType()).isEqualTo("a");
    assertThat(delivered.getDataContentType()).isEqualTo("application/json");
    assertThat(delivered.getData().toBytes()).isEqualTo("{\"a\": 1}".getBytes(UTF_8));
    assertThat(delivered.getExtension("knativekafkapartition")).hasToString("0");
    assertThat(delivered.getExtension("knativekafkaoffset")).hasToString("0");
  }

  @Test
  void a_structured_record_is_delivered() throws Exception {
    fixture.withTrigger("one").start();

    fixture.publish(event("1", "a"), ContentMode.STRUCTURED);

    assertThat(firstOf("one").getData().toBytes()).asString(UTF_8).contains("\"a\"");
  }

  @Test
  void a_record_that_is_no_cloud_event_is_wrapped() throws Exception {
    fixture.withTrigger("one").start();

    fixture.publishRaw("key", "no event".getBytes(UTF_8));

    CloudEvent wrapped = firstOf("one");
    assertThat(wrapped.getType()).isEqualTo("dev.knative.kafka.event");
    assertThat(wrapped.getId()).isEqualTo("partition:0/offset:0");
    assertThat(wrapped.getExtension("partitionkey")).isEqualTo("key");
    assertThat(wrapped.getData().toBytes()).isEqualTo("no event".getBytes(UTF_8));
  }

  @Test
  void a_record_of_the_broker_topic_that_is_no_cloud_event_is_dropped() throws Exception {
    fixture.withTrigger("one", List.of(), fixture.delivery(0), DeliveryOrder.ORDERED).start();

    fixture.appendRaw("no event".getBytes(UTF_8));
    fixture.append(event("1", "a"));

    assertThat(firstOf("one").getId()).isEqualTo("1");
    assertThat(fixture.deadLetters()).isEmpty();
  }

  @Test
  void a_malformed_structured_record_is_lost_without_a_dead_letter() throws Exception {
    Eventing eventing = fixture.withOrderedSource().withTrigger("one").start();

    fixture.publishStructured("{\"id\": ");
    fixture.publish(event("1", "a"));

    await("the event after it")
        .untilAsserted(() -> assertThat(eventing.counts()).isEqualTo(new EventCounts(2, 1, 0)));
    assertThat(fixture.brokerEvents()).extracting(CloudEvent::getId).containsExactly("1");
    assertThat(fixture.deadLetters()).isEmpty();
  }

  @Test
  void a_202_with_a_body_that_is_no_event_is_dead_lettered() throws Exception {
    subscriber.responding("one", _ -> new Response(202, Map.of(), "queued"));
    Eventing eventing = fixture.withTrigger("one").start();

    fixture.publish(event("1", "a"));

    await("the dead letter")
        .untilAsserted(() -> assertThat(eventing.counts().deadLettered()).isOne());
    assertThat(fixture.deadLetters().getFirst().getExtensionNames())
        .doesNotContain("knativeerrorcode");
  }

  @Test
  void an_event_that_knative_would_change_is_a_dead_letter_with_the_reason() throws Exception {
    fixture.withTrigger("one").start();

    fixture.publish(
        CloudEventBuilder.from(event("1", "a")).withExtension("owner", "\u0141ukasz").build());
    fixture.publish(event("2", "a"));

    await("the next event").until(() -> subscriber.idsOf("one").equals(List.of("2")));
    await("the dead letter").until(() -> !fixture.deadLetters().isEmpty());
    assertThat(fixture.deadLetters().getFirst().getExtension("reason"))
        .asString()
        .contains("attribute owner");
  }

  @Test
  void a_5xx_is_retried_until_the_event_is_acknowledged() throws Exception {
    var attempts = new AtomicInteger();
    subscriber.responding("one", _ -> Response.status(attempts.incrementAndGet() < 3 ? 503 : 202));
    Eventing eventing = fixture.withTrigger("one").start();

    fixture.publish(event("1", "a"));

    await("the third attempt")
        .untilAsserted(() -> assertThat(eventing.counts().delivered()).isOne());
    assertThat(subscriber.idsOf("one")).containsExactly("1", "1", "1");
    assertThat(fixture.deadLetters()).isEmpty();
  }

  @Test
  void a_4xx_is_dead_lettered_without_a_retry() throws Exception {
    subscriber.responding(
        "one", _ -> new Response(422, Map.of("Kne-Reason", "unknown-task"), "no such task"));
    Eventing eventing = fixture.withTrigger("one").start();

    fixture.publish(event("1", "a"));

    await("the dead letter")
        .untilAsserted(() -> assertThat(eventing.counts().deadLettered()).isOne());
    assertThat(subscriber.idsOf("one")).as("attempts").containsExactly("1");
    CloudEvent letter = fixture.deadLetters().getFirst();
    assertThat(letter.getId()).isEqualTo("1");
    assertThat(letter.getExtension("knativeerrorcode")).hasToString("422");
    assertThat(letter.getExtension("knativeerrordata"))
        .isEqualTo(Base64.getEncoder().encodeToString("no such task".getBytes(UTF_8)));
    assertThat(letter.getExtension("reason")).isEqualTo("unknown-task");
    assertThat(letter.getExtension("knativeerrordest"))
        .asString()
        .startsWith("http://one.fixture-");
  }

  @Test
  void an_event_that_fails_every_retry_is_dead_lettered_while_others_are_delivered()
      throws Exception {
    subscriber.responding(
        "one", event -> event.getId().equals("2") ? Response.status(500) : Response.DONE);
    Eventing eventing = fixture.withTrigger("one").start();

    fixture.publishMany(3);

    await("three deliveries")
        .untilAsserted(() -> assertThat(eventing.counts()).isEqualTo(new EventCounts(3, 2, 1)));
    assertThat(subscriber.idsOf("one")).filteredOn("2"::equals).as("attempts").hasSize(4);
  }

  @Test
  void a_2xx_with_a_body_that_is_no_event_is_dead_lettered_without_a_code() throws Exception {
    subscriber.responding("one", _ -> new Response(200, Map.of(), "fine"));
    Eventing eventing = fixture.withTrigger("one").start();

    fixture.publish(event("1", "a"));

    await("the dead letter")
        .untilAsserted(() -> assertThat(eventing.counts().deadLettered()).isOne());
    assertThat(subscriber.idsOf("one")).as("attempts").containsExactly("1");
    assertThat(fixture.deadLetters().getFirst().getExtensionNames())
        .doesNotContain("knativeerrorcode");
  }

  @Test
  void a_reply_event_is_appended_to_the_broker_topic() throws Exception {
    Map<String, String> reply =
        Map.of("ce-id", "r", "ce-type", "reply", "ce-source", "/one", "ce-specversion", "1.0");
    subscriber.responding("one", _ -> new Response(200, reply, ""));
    fixture
        .withTrigger("one", List.of(new Filter.Exact(Map.of("type", "a"))))
        .withTrigger("two", List.of(new Filter.Exact(Map.of("type", "reply"))))
        .start();

    fixture.publish(event("1", "a"));

    assertThat(firstOf("two").getId()).isEqualTo("r");
  }

  @Test
  void unacknowledged_events_are_redelivered_after_the_dispatcher_died() throws Exception {
    subscriber.responding("one", this::blockTheFirst);
    Eventing eventing = fixture.withOrderedSource().withTrigger("one").start();
    fixture.publishMany(3);
    await("the deliveries of the other events")
        .untilAsserted(() -> assertThat(eventing.counts().delivered()).isEqualTo(2));

    eventing.stop(Duration.ZERO);
    subscriber.responding("one", _ -> Response.DONE);
    Eventing next = fixture.start();

    await("the redelivery of the first event and of those committed after it")
        .untilAsserted(() -> assertThat(next.counts().delivered()).isEqualTo(3));
  }

  @Test
  void nothing_is_redelivered_after_an_orderly_stop() throws Exception {
    Eventing eventing = fixture.withTrigger("one").start();
    fixture.publishMany(3);
    await("three deliveries")
        .untilAsserted(() -> assertThat(eventing.counts().delivered()).isEqualTo(3));

    eventing.stop(GRACE);
    fixture.start();
    fixture.publish(event("4", "a"));

    await("the fourth event").until(() -> subscriber.idsOf("one").contains("4"));
    assertThat(subscriber.idsOf("one")).containsExactlyInAnyOrder("1", "2", "3", "4");
  }

  @Test
  void a_delivery_in_progress_ends_before_the_stop() throws Exception {
    subscriber.responding("one", this::blockTheFirst);
    Eventing eventing = fixture.withTrigger("one").start();
    fixture.publish(event("1", "a"));
    await("the delivery to start").until(() -> !subscriber.eventsOf("one").isEmpty());

    Thread stopping = Thread.ofVirtual().start(() -> stop(eventing));
    released.countDown();
    stopping.join();

    assertThat(eventing.counts().delivered()).isOne();
  }

  @Test
  void a_new_trigger_starts_at_the_latest_offset() throws Exception {
    Eventing eventing = fixture.withTrigger("one").start();
    fixture.publish(event("1", "a"));
    await("the first event").untilAsserted(() -> assertThat(eventing.counts().delivered()).isOne());
    eventing.stop(GRACE);

    fixture.withTrigger("late").start();
    fixture.publish(event("2", "a"));

    assertThat(firstOf("late").getId()).isEqualTo("2");
    assertThat(subscriber.eventsOf("late")).hasSize(1);
  }

  @Test
  void later_events_pass_a_slow_one_unless_the_trigger_is_ordered() throws Exception {
    subscriber
        .responding("unordered", this::blockTheFirst)
        .responding("ordered", this::blockTheFirst);
    // Otherwise the events could reach the Broker's topic in another order.
    fixture
        .withOrderedSource()
        .withTrigger("unordered")
        .withTrigger("ordered", List.of(), fixture.delivery(0), DeliveryOrder.ORDERED)
        .start();

    fixture.publishMany(3);

    await("the other events").until(() -> subscriber.idsOf("unordered").size() == 3);
    assertThat(subscriber.idsOf("ordered")).containsExactly("1");
    released.countDown();
    await("all events in order")
        .untilAsserted(
            () -> assertThat(subscriber.idsOf("ordered")).containsExactly("1", "2", "3"));
  }

  @Test
  void an_ordered_source_is_read_in_order() throws Exception {
    fixture
        .withOrderedSource()
        .withTrigger("one", List.of(), fixture.delivery(0), DeliveryOrder.ORDERED)
        .start();

    fixture.publishMany(100);

    List<String> inOrder = IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).toList();
    await("all events").untilAsserted(() -> assertThat(subscriber.idsOf("one")).isEqualTo(inOrder));
  }

  @Test
  void a_slow_trigger_delays_no_other_and_has_a_bounded_number_of_events_in_flight()
      throws Exception {
    subscriber.responding("slow", _ -> block());
    fixture.withTrigger("slow").withTrigger("quick").start();

    fixture.publishMany(300);

    await("all events at the quick Trigger")
        .until(() -> subscriber.eventsOf("quick").size() == 300);
    assertThat(subscriber.eventsOf("slow")).hasSizeLessThan(2 * TopicConsumer.MAX_IN_FLIGHT);
    released.countDown();
    await("all events at the slow Trigger").until(() -> subscriber.eventsOf("slow").size() == 300);
  }

  @Test
  void a_tick_has_the_attributes_of_knatives_adapter() throws Exception {
    Eventing eventing = fixture.withTrigger("one").start();
    eventing.schedule(Pings.at("*/15 * * * *"));

    fixture.scheduler().advance(Duration.ofMinutes(15));

    CloudEvent tick = firstOf("one");
    assertThat(tick.getType()).isEqualTo("dev.knative.sources.ping");
    assertThat(tick.getSource())
        .asString()
        .matches("/apis/v1/namespaces/fixture-[0-9a-f-]+/pingsources/alarm");
    assertThat(tick.getTime()).isEqualTo("2026-11-21T10:15:00Z");
    assertThat(tick.getDataContentType()).isEqualTo("application/json");
    assertThat(tick.getData().toBytes()).isEqualTo("{\"tick\": true}".getBytes(UTF_8));
  }

  @Test
  void each_tick_has_its_own_id() throws Exception {
    fixture.withTrigger("one").start().schedule(Pings.at("* * * * *"));

    fixture.scheduler().advance(Duration.ofMinutes(3));

    await("three ticks").until(() -> subscriber.idsOf("one").size() == 3);
    assertThat(subscriber.idsOf("one")).doesNotHaveDuplicates();
  }

  @Test
  void a_replaced_schedule_ticks_instead_of_the_old_one() throws Exception {
    Eventing eventing = fixture.withTrigger("one").start();
    eventing.schedule(Pings.at("* * * * *"));

    eventing.schedule(Pings.at("30 2 10 * * *"));
    fixture.scheduler().advance(Duration.ofMinutes(30));

    assertThat(firstOf("one").getTime()).isEqualTo("2026-11-21T10:02:30Z");
    assertThat(eventing.pings())
        .singleElement()
        .satisfies(
            ping -> assertThat(ping.nextTick()).isEqualTo(Instant.parse("2026-11-22T10:02:30Z")));
    assertThat(subscriber.eventsOf("one")).hasSize(1);
  }

  private CloudEvent firstOf(String service) {
    await("an event for " + service).until(() -> !subscriber.eventsOf(service).isEmpty());
    return subscriber.eventsOf(service).getFirst();
  }

  private Response blockTheFirst(CloudEvent event) throws InterruptedException {
    return event.getId().equals("1") ? block() : Response.DONE;
  }

  private Response block() throws InterruptedException {
    released.await();
    return Response.DONE;
  }

  private static void stop(Eventing eventing) {
    try {
      eventing.stop(GRACE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
