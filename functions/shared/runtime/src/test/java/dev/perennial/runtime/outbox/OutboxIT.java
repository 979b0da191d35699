package dev.perennial.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.perennial.events.EventType;
import dev.perennial.runtime.Trace;
import dev.perennial.runtime.database.Database;
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
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxIT {

  private static final String FUNCTION = "task-api";
  private static final String TOPIC = EventType.TASK_CREATED.topic();
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(40);

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final TestKafka KAFKA = TestKafka.stopped();

  private final UUID task = UUID.randomUUID();
  private final UUID list = UUID.randomUUID();

  private Database database;
  private OutboxRelay relay;
  private Outbox outbox;

  @BeforeAll
  static void startKafka() {
    KAFKA.start();
    KAFKA.createTopic(TOPIC);
  }

  @AfterAll
  static void stopKafka() {
    KAFKA.close();
  }

  @BeforeEach
  void openOutbox() {
    KAFKA.start();
    POSTGRES.execute("DELETE FROM runtime.outbox");
    var settings =
        POSTGRES.settings(FUNCTION, Map.of("KAFKA_BOOTSTRAP_SERVERS", KAFKA.bootstrapServers()));
    database = Database.open(settings);
    relay = new OutboxRelay(database, new KafkaPublisher(FUNCTION, settings.kafka()));
    outbox = new JdbcOutbox(database, relay, settings.source(), InstantSource.fixed(NOW));
  }

  @AfterEach
  void closeOutbox() {
    relay.close();
    database.close();
  }

  @Test
  void publishes_what_was_committed_with_all_its_attributes_and_forgets_it() {
    relay.start();
    try (var trace = Trace.resume("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")) {
      commit(entry());
    }

    var published = awaitOne();
    assertThat(published.key()).isEqualTo(list.toString());
    var event = published.value();
    assertThat(event.getType()).isEqualTo("dev.perennial.task.created.v1");
    assertThat(event.getSource()).hasToString("/functions/task-api");
    assertThat(UUID.fromString(event.getId()).version()).isEqualTo(7);
    assertThat(event.getSubject()).isEqualTo(task.toString());
    assertThat(event.getTime().toInstant()).isEqualTo(NOW);
    assertThat(event.getDataSchema()).isEqualTo(EventType.TASK_CREATED.schema());
    assertThat(event.getExtension("actor")).isEqualTo("ada");
    assertThat(event.getExtension("owner")).isEqualTo("grace");
    assertThat(event.getExtension("traceparent"))
        .asString()
        .contains("0af7651916cd43dd8448eb211c80319c");
    assertThat(event.getData().toBytes()).asString().isEqualTo("{\"say\":\"\u00fc\"}");
    assertThat(published.headers().lastHeader("ce_type")).as("binary mode").isNotNull();
    await().atMost(SOON).until(() -> rows() == 0);
  }

  @Test
  void publishes_nothing_of_a_transaction_that_rolled_back() {
    relay.start();
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                database.inTransaction(
                    () -> {
                      outbox.add(entry());
                      throw new IllegalStateException("rolled back");
                    }));
    var other = UUID.randomUUID();
    commit(entry(other));

    await().atMost(SOON).until(() -> !published(other).isEmpty());
    assertThat(published(task)).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void publishes_what_is_gathered_on_any_thread_when_the_work_is_over() {
    relay.start();
    var others = UUID.randomUUID();
    var beside = UUID.randomUUID();

    try (var gathering = relay.gather()) {
      gathering.with(() -> commit(entry()));
      CompletableFuture.runAsync(() -> gathering.with(() -> commit(entry(others)))).join();
      commit(entry(beside));
      await().atMost(SOON).until(() -> !published(beside).isEmpty());
      assertThat(published(task)).as("gathered, and older").isEmpty();
      assertThat(published(others)).as("gathered, and older").isEmpty();
    }

    awaitOne();
    await().atMost(SOON).until(() -> rows() == 0);
    assertThat(published(others)).hasSize(1);
  }

  @Test
  void publishes_what_is_gathered_for_long_though_the_work_goes_on() {
    relay.start();

    try (var gathering = relay.gather()) {
      await()
          .atMost(SOON)
          .until(
              () -> {
                gathering.with(() -> commit(entry()));
                return published(task);
              },
              found -> !found.isEmpty());
    }

    await().atMost(SOON).until(() -> rows() == 0);
  }

  @Test
  void is_closed_outside_a_transaction() {
    assertThatIllegalStateException()
        .isThrownBy(() -> outbox.add(entry()))
        .withMessageContaining("transaction");
    assertThat(rows()).isZero();
  }

  @Test
  void keeps_what_kafka_cannot_take_and_publishes_it_when_kafka_is_back() {
    relay.start();
    KAFKA.stop();
    commit(entry());
    assertThat(rows()).isEqualTo(1);

    KAFKA.start();

    awaitOne();
    await().atMost(SOON).until(() -> rows() == 0);
  }

  @Test
  void publishes_what_a_killed_instance_left_behind() {
    commit(entry());
    relay.close();
    POSTGRES.execute("UPDATE runtime.outbox SET created_at = now() - interval '1 minute'");
    assertThat(rows()).isEqualTo(1);

    var settings =
        POSTGRES.settings(FUNCTION, Map.of("KAFKA_BOOTSTRAP_SERVERS", KAFKA.bootstrapServers()));
    try (var next = new OutboxRelay(database, new KafkaPublisher(FUNCTION, settings.kafka()))) {
      next.start();

      awaitOne();
      await().atMost(SOON).until(() -> rows() == 0);
    }
  }

  @Test
  void publishes_a_long_backlog_without_a_pause_after_each_batch() {
    commit(entry());
    relay.close();
    POSTGRES.execute(
        """
        INSERT INTO runtime.outbox (id, producer, topic, attributes, data, created_at)
        SELECT id, producer, topic, attributes || jsonb_build_object('id', id), data, created_at
        FROM (SELECT gen_random_uuid() AS id, producer, topic, attributes, data,
                     now() - interval '1 minute' AS created_at
              FROM runtime.outbox, generate_series(1, 15000)) AS backlog
        """);

    var settings =
        POSTGRES.settings(FUNCTION, Map.of("KAFKA_BOOTSTRAP_SERVERS", KAFKA.bootstrapServers()));
    try (var next = new OutboxRelay(database, new KafkaPublisher(FUNCTION, settings.kafka()))) {
      next.start();

      // With the pause it would be a minute.
      await().atMost(SOON).until(() -> rows() == 0);
    }
  }

  @Test
  void leaves_another_functions_rows_alone() {
    POSTGRES.execute(
        """
        INSERT INTO runtime.outbox (id, producer, topic, attributes, data, created_at)
        VALUES (gen_random_uuid(), 'another-function', 'none', '{}', '', now() - interval '1 minute')
        """);
    relay.start();
    commit(entry());

    awaitOne();
    await().atMost(SOON).until(() -> rows() == 1);
    assertThat(POSTGRES.column("SELECT producer FROM runtime.outbox"))
        .containsExactly("another-function");
  }

  @Test
  void reminder_scheduler_publishes_what_a_function_left_behind_when_it_went_to_sleep() {
    commit(entry());
    relay.close();
    POSTGRES.execute("UPDATE runtime.outbox SET created_at = now() - interval '2 minutes'");
    commit(
        new Outbox.Entry(
            EventType.TASK_CREATED, "young", list.toString(), "ada", "grace", Map.of()));

    var settings =
        POSTGRES.settings(
            "reminder-scheduler", Map.of("KAFKA_BOOTSTRAP_SERVERS", KAFKA.bootstrapServers()));
    try (var other = Database.open(settings);
        var awake =
            new OutboxRelay(other, new KafkaPublisher("reminder-scheduler", settings.kafka()))) {
      awake.start();

      assertThat(awaitOne().value().getSource()).hasToString("/functions/task-api");
      await().atMost(SOON).until(() -> rows() == 1);
      assertThat(POSTGRES.column("SELECT attributes ->> 'subject' FROM runtime.outbox"))
          .as("its own instance may still be about to publish it")
          .containsExactly("young");
    }
  }

  private Outbox.Entry commit(Outbox.Entry entry) {
    return database.inTransaction(
        () -> {
          outbox.add(entry);
          return entry;
        });
  }

  private Outbox.Entry entry() {
    return entry(task);
  }

  private Outbox.Entry entry(UUID subject) {
    return new Outbox.Entry(
        EventType.TASK_CREATED,
        subject.toString(),
        list.toString(),
        "ada",
        "grace",
        Map.of("say", "\u00fc"));
  }

  private ConsumerRecord<String, CloudEvent> awaitOne() {
    return await().atMost(SOON).until(() -> published(task), found -> found.size() == 1).getFirst();
  }

  private static List<ConsumerRecord<String, CloudEvent>> published(UUID subject) {
    Map<String, Object> properties = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
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
      return found.stream()
          .filter(each -> subject.toString().equals(each.value().getSubject()))
          .toList();
    }
  }

  private static int rows() {
    return Integer.parseInt(POSTGRES.column("SELECT count(*) FROM runtime.outbox").getFirst());
  }
}
