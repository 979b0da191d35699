package dev.perennial.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private static final String NARROW = "narrow";
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
    KAFKA.createTopic(NARROW, Map.of("max.message.bytes", "50000"));
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

  @Test
  void sets_aside_what_can_never_be_published_and_publishes_all_the_rest_once_kafka_is_back() {
    commit(entry());
    var refused =
        Map.of(
            "more bytes than a request may have", insertByHand(TOPIC, 1_300_000),
            "fewer, but not as a record", insertByHand(TOPIC, 1_048_400),
            "more bytes than its topic takes", insertByHand(NARROW, 100_000),
            "a topic of no allowed name", insertByHand("no such topic", 10));
    makeStranded();
    var others =
        IntStream.range(0, 20)
            .mapToObj(_ -> UUID.randomUUID())
            .peek(other -> commit(entry(other)))
            .toList();
    relay.close();
    KAFKA.stop();

    try (var next = relay()) {
      next.start();
      awaitAttempt();
      KAFKA.start();

      await().atMost(SOON).until(() -> rows() == refused.size());
      assertThat(subjects()).containsAll(others.stream().map(UUID::toString).toList());
      assertThat(
              POSTGRES.column(
                  "SELECT refused_reason FROM runtime.outbox WHERE refused_at IS NOT NULL"))
          .hasSize(refused.size())
          .anySatisfy(reason -> assertThat(reason).contains("1048576 at most"))
          .anySatisfy(reason -> assertThat(reason).startsWith("RecordTooLargeException"))
          .anySatisfy(reason -> assertThat(reason).startsWith("InvalidTopicException"));
      await().atMost(SOON).until(() -> next.refused() == refused.size());
      var setAside = refusals();

      // Another pass.
      commitStranded(entry());
      await().atMost(SOON).until(() -> rows() == refused.size());
      assertThat(refusals()).as("not tried again").isEqualTo(setAside);
    }
  }

  @Test
  void sets_aside_a_row_that_holds_no_event() {
    var broken = insertByHand(TOPIC, 10);
    POSTGRES.execute(
        "UPDATE runtime.outbox SET attributes = '{\"time\":\"now\"}' WHERE id = '" + broken + "'");
    commit(entry());
    makeStranded();

    try (var next = relay()) {
      next.start();

      await().atMost(SOON).until(() -> rows() == 1 && next.refused() == 1);
      assertThat(POSTGRES.column("SELECT id FROM runtime.outbox")).containsExactly(broken);
      assertThat(POSTGRES.column("SELECT refused_reason FROM runtime.outbox").getFirst())
          .startsWith("its attributes are no CloudEvent");
    }
  }

  @Test
  void tries_what_was_set_aside_again_when_an_operator_says_so() {
    var big = insertByHand(TOPIC, 1_300_000);
    makeStranded();
    relay.start();
    await().atMost(SOON).until(() -> relay.refused() == 1);

    POSTGRES.execute(
        "UPDATE runtime.outbox SET data = '{}', refused_at = NULL, refused_reason = NULL WHERE id ="
            + " '"
            + big
            + "'");

    await().atMost(SOON).until(() -> rows() == 0 && relay.refused() == 0);
  }

  @Test
  void a_topic_that_is_not_there_holds_up_no_other() {
    insertByHand("missing", 10);
    POSTGRES.execute(
        """
        INSERT INTO runtime.outbox (id, producer, topic, attributes, data)
        SELECT gen_random_uuid(), producer, topic, attributes, data
        FROM runtime.outbox, generate_series(2, 600)
        """);
    makeStranded();
    commitStranded(entry());

    try (var next = relay()) {
      next.start();

      awaitOne();
      await().atMost(SOON).until(() -> rows() == 600);
      assertThat(next.refused()).isZero();
    }
  }

  @Test
  void holds_no_row_locked_for_long_while_kafka_is_away() {
    commit(entry());
    makeStranded();
    KAFKA.stop();

    try (var next = relay()) {
      next.start();

      await().atMost(SOON).until(OutboxIT::isAnyLocked);
      await().atMost(SOON).until(() -> !isAnyLocked());
    }
  }

  @Test
  void publishes_also_what_it_has_no_memory_for() {
    for (int i = 0; i < 20; i++) {
      commit(large());
    }

    relay.start();

    await().atMost(SOON).until(() -> rows() == 0);
  }

  @Test
  void a_transaction_that_rolls_back_gives_back_its_memory() {
    for (int i = 0; i < 20; i++) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  database.inTransaction(
                      () -> {
                        outbox.add(large());
                        throw new IllegalStateException("rolled back");
                      }));
    }

    var row = new OutboxRow(UUID.randomUUID(), TOPIC, "{}", new byte[4_000_000]);
    assertThat(relay.reserve(row)).isTrue();
    assertThat(relay.reserve(row)).isFalse();
  }

  @Test
  void publishes_what_is_gathered_when_it_is_a_mebibyte_though_the_work_goes_on() {
    relay.start();

    try (var gathering = relay.gather()) {
      gathering.with(() -> commit(entry()));
      gathering.with(() -> commit(large()));
      gathering.with(() -> commit(large()));
      gathering.with(() -> commit(large()));

      awaitOne();
    }
  }

  @Test
  void keeps_nothing_of_a_transaction_whose_event_is_too_large() {
    assertThatExceptionOfType(EventTooLarge.class)
        .isThrownBy(
            () ->
                database.inTransaction(
                    () -> {
                      outbox.add(entry());
                      outbox.add(entryOf(512 * 1024 + 1));
                      return null;
                    }))
        .withMessageContaining("524289 bytes");
    assertThat(rows()).isZero();

    commit(entryOf(512 * 1024));
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void publishes_what_was_committed_before_it_is_closed() {
    relay.start();
    for (int i = 0; i < 300; i++) {
      commit(entry());
    }

    relay.close();

    assertThat(rows()).isZero();
    assertThat(published(task)).hasSizeGreaterThanOrEqualTo(300);
  }

  private OutboxRelay relay() {
    var settings =
        POSTGRES.settings(FUNCTION, Map.of("KAFKA_BOOTSTRAP_SERVERS", KAFKA.bootstrapServers()));
    return new OutboxRelay(database, new KafkaPublisher(FUNCTION, settings.kafka()));
  }

  /** A row with an event of this many bytes. */
  private static String insertByHand(String topic, int bytes) {
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

  private static void makeStranded() {
    POSTGRES.execute("UPDATE runtime.outbox SET created_at = now() - interval '1 minute'");
  }

  private void commitStranded(Outbox.Entry entry) {
    commit(entry);
    POSTGRES.execute(
        """
        UPDATE runtime.outbox SET created_at = now() - interval '30 seconds'
        WHERE created_at > now() - interval '30 seconds'
        """);
  }

  /** Until a sweep has a row locked. */
  private static void awaitAttempt() {
    await().atMost(SOON).until(OutboxIT::isAnyLocked);
  }

  private static boolean isAnyLocked() {
    return POSTGRES.column("SELECT id FROM runtime.outbox FOR UPDATE SKIP LOCKED").size() < rows();
  }

  private static List<String> refusals() {
    return POSTGRES.column(
        "SELECT id || ' ' || refused_at || xmin FROM runtime.outbox ORDER BY id");
  }

  private Outbox.Entry large() {
    return entryOf(400_000);
  }

  /** With a payload of this many bytes. */
  private Outbox.Entry entryOf(int bytes) {
    return new Outbox.Entry(
        EventType.TASK_CREATED,
        "large",
        list.toString(),
        "ada",
        "grace",
        Map.of("say", "a".repeat(bytes - "{\"say\":\"\"}".length())));
  }

  private static List<String> subjects() {
    return allPublished().map(each -> each.value().getSubject()).toList();
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
    return allPublished()
        .filter(each -> subject.toString().equals(each.value().getSubject()))
        .toList();
  }

  private static Stream<ConsumerRecord<String, CloudEvent>> allPublished() {
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
      return found.stream();
    }
  }

  private static int rows() {
    return Integer.parseInt(POSTGRES.column("SELECT count(*) FROM runtime.outbox").getFirst());
  }
}
