package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.local.eventing.DeliveryResult.Acknowledged;
import dev.perennial.local.manifest.Broker;
import dev.perennial.local.manifest.DeliveryOrder;
import dev.perennial.local.manifest.DeliverySpec;
import dev.perennial.local.manifest.DeliverySpec.BackoffPolicy;
import dev.perennial.local.manifest.Destination.ToBroker;
import dev.perennial.local.manifest.Destination.ToSink;
import dev.perennial.local.manifest.Filter;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.Sink;
import dev.perennial.local.manifest.Sink.ContentMode;
import dev.perennial.local.manifest.Source;
import dev.perennial.local.manifest.Source.InitialOffset;
import dev.perennial.local.manifest.Topic;
import dev.perennial.local.manifest.Trigger;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/**
 * A separate installation in a shared Kafka: a topic, a KafkaSource, a Broker, a dead letter topic
 * and Triggers.
 */
final class EventingFixture implements AutoCloseable {

  static final Duration GRACE = Duration.ofSeconds(5);

  static {
    // Only a hang should fail: Awaitility's ten seconds are too few on a machine with other work.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
  }

  private final String namespace = "fixture-" + UUID.randomUUID();
  private final KafkaClients clients;
  private final Producer<String, byte[]> producer;
  private final TestSubscriber subscriber;
  private final List<Trigger> triggers = new ArrayList<>();
  private final Broker broker =
      new Broker("broker", "broker-user", "knative-broker-" + namespace, 1, Map.of());
  private final Sink deadLetters =
      new Sink("dead-letters", "sink-user", namespace + "-dead-letters", ContentMode.BINARY);
  private final DeliverySpec delivery = delivery(3);
  private final ManualScheduler scheduler = new ManualScheduler("2026-11-21T10:00:30Z");
  private final List<Eventing> started = new ArrayList<>();
  private DeliveryOrder ordering = DeliveryOrder.UNORDERED;

  EventingFixture(String bootstrapServers, TestSubscriber subscriber) {
    this.clients = new KafkaClients(KafkaLogins.anonymous(bootstrapServers));
    this.producer = clients.producer("test");
    this.subscriber = subscriber;
  }

  DeliverySpec delivery(int retry) {
    return new DeliverySpec(
        retry,
        BackoffPolicy.LINEAR,
        Duration.ofMillis(20),
        Duration.ofSeconds(20),
        Optional.of(new ToSink("dead-letters")));
  }

  /** Adds a Trigger for every event, delivered to the Service of the same name. */
  EventingFixture withTrigger(String name) {
    return withTrigger(name, List.of());
  }

  EventingFixture withTrigger(String name, List<Filter> filters) {
    return withTrigger(name, filters, delivery, DeliveryOrder.UNORDERED);
  }

  EventingFixture withTrigger(
      String name, List<Filter> filters, DeliverySpec delivery, DeliveryOrder order) {
    triggers.add(new Trigger(name, broker, namespace + "-" + name, filters, name, order, delivery));
    return this;
  }

  /** Makes the source ordered: events reach the Broker in the order of publication. */
  EventingFixture withOrderedSource() {
    ordering = DeliveryOrder.ORDERED;
    return this;
  }

  /** Returns the scheduler of the PingSources. */
  ManualScheduler scheduler() {
    return scheduler;
  }

  Eventing start() throws InterruptedException {
    var eventing = new Eventing(manifests(), clients.logins(), subscriber, scheduler);
    started.add(eventing);
    eventing.start();
    return eventing;
  }

  private Manifests manifests() {
    var source =
        new Source(
            "source",
            "source-user",
            namespace + "-source",
            List.of(topic()),
            InitialOffset.EARLIEST,
            ordering,
            delivery,
            new ToBroker("broker"));
    return new Manifests(
        namespace,
        List.of(),
        List.of(),
        List.of(),
        List.of(new Topic(topic(), 1, Map.of()), new Topic(deadLetters.topic(), 1, Map.of())),
        List.of(),
        List.of(broker),
        List.of(source),
        List.of(),
        List.copyOf(triggers),
        List.of(deadLetters));
  }

  private String topic() {
    return namespace + "-events";
  }

  static CloudEvent event(String id, String type) {
    return CloudEventBuilder.v1()
        .withId(id)
        .withType(type)
        .withSource(URI.create("/tests"))
        .withData("application/json", "{\"a\": 1}".getBytes(UTF_8))
        .build();
  }

  /** Publishes an event, and retries while Kafka is unavailable. */
  void publish(CloudEvent event) throws InterruptedException {
    publish(event, ContentMode.BINARY);
  }

  void publish(CloudEvent event, ContentMode mode) throws InterruptedException {
    Receiver topic = new TopicReceiver("http://topic", topic(), mode, producer);
    DeliveryResult result =
        new RetryingDelivery(delivery(Integer.MAX_VALUE), Thread::sleep).deliver(topic, event);
    if (!(result instanceof Acknowledged)) {
      throw new IllegalStateException("not published: " + result);
    }
  }

  void publishRaw(String key, byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(topic(), key, value)).get();
  }

  /** Publishes a record that says it is an event in structured mode. */
  void publishStructured(String value) throws Exception {
    var record = new ProducerRecord<String, byte[]>(topic(), value.getBytes(UTF_8));
    record.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    producer.send(record).get();
  }

  /** Appends an event to the Broker's topic, without its source. */
  void append(CloudEvent event) throws Exception {
    new TopicReceiver("http://broker", broker.topic(), ContentMode.BINARY, producer)
        .receive(event, GRACE);
  }

  /** Appends a record that is no event to the Broker's topic. */
  void appendRaw(byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(broker.topic(), value)).get();
  }

  /** Creates the topics of the source and the Broker before anything reads them. */
  void createTopics() throws Exception {
    try (Admin admin = clients.admin()) {
      new Topics(admin)
          .ensure(List.of(new Topic(topic(), 1, Map.of()), new Topic(broker.topic(), 1, Map.of())));
    }
  }

  /** Deletes the Broker's records before this offset, as their retention does. */
  void expireBefore(long offset) throws Exception {
    try (Admin admin = clients.admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(broker.topic(), 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  /** Publishes events {@code 1} to {@code count} of type {@code a}. */
  void publishMany(int count) throws InterruptedException {
    for (int number : IntStream.rangeClosed(1, count).toArray()) {
      publish(event(Integer.toString(number), "a"));
    }
  }

  List<CloudEvent> deadLetters() {
    return recordsOf(deadLetters.topic());
  }

  /** Returns all events of the Broker's topic. A record that is no event fails. */
  List<CloudEvent> brokerEvents() {
    return recordsOf(broker.topic());
  }

  /** Returns all events of a topic. */
  private List<CloudEvent> recordsOf(String topic) {
    var partition = new TopicPartition(topic, 0);
    try (Consumer<byte[], byte[]> consumer = clients.consumer("test", namespace + "-observer")) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<CloudEvent> events = new ArrayList<>();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(GRACE)) {
          events.add(KafkaMessageFactory.createReader(record).toEvent());
        }
      }
      return events;
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Eventing eventing : started) {
      eventing.stop(Duration.ZERO);
    }
    producer.close(Duration.ZERO);
  }
}
