package dev.perennial.runtime.outbox;

import static org.awaitility.Awaitility.await;

import dev.perennial.events.EventType;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.metering.Metering;
import dev.perennial.runtime.testkit.TestKafka;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An outbox of task-api with a real Postgres and a real Kafka. */
abstract class OutboxTestCase {

  static final String FUNCTION = "task-api";
  static final String TOPIC = EventType.TASK_CREATED.topic();
  static final String NARROW = "narrow";
  static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  static final Duration SOON = Duration.ofMinutes(2);

  static final TestPostgres POSTGRES = TestPostgres.shared();

  /** Each class has a broker of its own, because tests stop it. */
  static TestKafka kafka;

  final UUID task = UUID.randomUUID();
  final UUID list = UUID.randomUUID();

  Database database;
  OutboxRelay relay;
  Outbox outbox;

  @BeforeAll
  static void startKafka() {
    kafka = TestKafka.stopped();
    kafka.start();
    kafka.createTopic(TOPIC);
    kafka.createTopic(NARROW, Map.of("max.message.bytes", "50000"));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void openOutbox() {
    kafka.start();
    POSTGRES.execute("DELETE FROM runtime.outbox");
    database = Database.open(settings());
    relay = relay();
    outbox = outbox(relay);
  }

  @AfterEach
  void closeOutbox() {
    relay.close();
    database.close();
  }

  /** An outbox whose events this relay publishes. */
  Outbox outbox(OutboxRelay relay) {
    return new JdbcOutbox(
        database,
        relay,
        Metering.withoutRecords(InstantSource.fixed(NOW)),
        settings().source(),
        InstantSource.fixed(NOW));
  }

  OutboxRelay relay() {
    return new OutboxRelay(database, kafkaPublisher());
  }

  static EventPublisher kafkaPublisher() {
    return new KafkaPublisher(FUNCTION, settings().kafka());
  }

  private static Settings settings() {
    return POSTGRES.settings(FUNCTION, Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
  }

  /** A row with an event of this many bytes. */
  static String insertByHand(String topic, int bytes) {
    return POSTGRES
        .column(
            """
            INSERT INTO runtime.outbox (id, producer, topic, attributes, data)
            SELECT id, 'task-api', '%s',
                   jsonb_build_object('specversion', '1.0', 'id', id, 'source', '/test', 'type', 'test',
                                      'subject', 'by hand', 'partitionkey', 'p'),
                   convert_to(repeat('a', %d), 'UTF8')
            FROM gen_random_uuid() AS id
            RETURNING id
            """
                .formatted(topic, bytes))
        .getFirst();
  }

  static void makeStranded() {
    POSTGRES.execute("UPDATE runtime.outbox SET created_at = now() - interval '1 minute'");
  }

  void commitStranded(Outbox.Entry entry) {
    commit(entry);
    POSTGRES.execute(
        """
        UPDATE runtime.outbox SET created_at = now() - interval '30 seconds'
        WHERE created_at > now() - interval '30 seconds'
        """);
  }

  /** Until a sweep has a row locked. */
  static void awaitAttempt() {
    await().atMost(SOON).until(OutboxTestCase::isAnyLocked);
  }

  static boolean isAnyLocked() {
    return POSTGRES.column("SELECT id FROM runtime.outbox FOR UPDATE SKIP LOCKED").size() < rows();
  }

  static List<String> refusals() {
    return POSTGRES.column(
        "SELECT id || ' ' || refused_at || xmin FROM runtime.outbox ORDER BY id");
  }

  Outbox.Entry large() {
    return entryOf(400_000);
  }

  /** With a payload of this many bytes. */
  Outbox.Entry entryOf(int bytes) {
    return new Outbox.Entry(
        EventType.TASK_CREATED,
        "large",
        list.toString(),
        "ada",
        "grace",
        Map.of("say", "a".repeat(bytes - "{\"say\":\"\"}".length())));
  }

  static List<String> subjects() {
    return allPublished().map(each -> each.value().getSubject()).toList();
  }

  Outbox.Entry commit(Outbox.Entry entry) {
    return database.inTransaction(
        () -> {
          outbox.add(entry);
          return entry;
        });
  }

  Outbox.Entry entry() {
    return entry(task);
  }

  Outbox.Entry entry(UUID subject) {
    return new Outbox.Entry(
        EventType.TASK_CREATED,
        subject.toString(),
        list.toString(),
        "ada",
        "grace",
        Map.of("say", "\u00fc"));
  }

  ConsumerRecord<String, CloudEvent> awaitOne() {
    return await().atMost(SOON).until(() -> published(task), found -> found.size() == 1).getFirst();
  }

  static List<ConsumerRecord<String, CloudEvent>> published(UUID subject) {
    return allPublished()
        .filter(each -> subject.toString().equals(each.value().getSubject()))
        .toList();
  }

  static Stream<ConsumerRecord<String, CloudEvent>> allPublished() {
    Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new CloudEventDeserializer())) {
      var partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var end = consumer.endOffsets(List.of(partition)).get(partition);
      var found = new ArrayList<ConsumerRecord<String, CloudEvent>>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
      return found.stream();
    }
  }

  static int rows() {
    return Integer.parseInt(POSTGRES.column("SELECT count(*) FROM runtime.outbox").getFirst());
  }
}
