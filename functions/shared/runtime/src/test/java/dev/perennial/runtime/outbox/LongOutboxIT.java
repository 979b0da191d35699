package dev.perennial.runtime.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.events.EventType;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestKafka;
import dev.perennial.runtime.testkit.TestPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function in a process of its own, with the small heap it is shipped with. */
class LongOutboxIT {

  private static final String TOPIC = EventType.TASK_CREATED.topic();
  private static final Duration AT_LONGEST = Duration.ofMinutes(5);

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  @AutoClose private static final TestKafka KAFKA = TestKafka.stopped();

  @TempDir private Path directory;

  @Test
  void an_outbox_of_200_mb_is_published_from_a_heap_of_80_mb_and_requests_go_on_meanwhile()
      throws Exception {
    POSTGRES.execute("DELETE FROM runtime.outbox");
    KAFKA.start();
    KAFKA.createTopic(TOPIC);
    KAFKA.stop();
    var expected = new ArrayList<>(leave(2_000, 100_000));
    var port = freePort();
    var http = new Http(URI.create("http://127.0.0.1:" + port));
    var function = start(port);
    try {
      await("the function is up")
          .atMost(AT_LONGEST)
          .ignoreExceptions()
          .until(() -> !function.isAlive() || isReady(http));
      for (int i = 0; i < 500; i++) {
        expected.add(handle(http));
      }
      assertThat(rows()).as("Kafka is away").isEqualTo(2_500);

      KAFKA.start();

      await().atMost(AT_LONGEST).until(() -> !function.isAlive() || rows() == 0);
      assertThat(log()).content().doesNotContain("OutOfMemoryError");
      assertThat(function.isAlive()).isTrue();
      assertThat(published()).containsAll(expected);
      handle(http);
    } finally {
      function.destroyForcibly().waitFor();
    }
  }

  private static boolean isReady(Http http) {
    return http.send("GET", "/health/ready", Map.of(), "").statusCode() == 200;
  }

  /** The subject of an event of 20 KB that the function has emitted. */
  private static String handle(Http http) {
    var subject = UUID.randomUUID().toString();
    var headers =
        Map.of(
            "ce-specversion", "1.0",
            "ce-id", subject,
            "ce-source", "/test",
            "ce-type", "test",
            "ce-subject", subject,
            "Content-Type", "application/json");
    assertThat(http.post(headers, "\"" + "a".repeat(20_000) + "\"").statusCode()).isEqualTo(202);
    return subject;
  }

  private Process start(int port) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Files.readAllLines(Path.of("../../jvm.options")));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), EmittingFunction.class.getName()));
    assertThat(command).contains("-Xmx80m", "-XX:+ExitOnOutOfMemoryError");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
    builder
        .environment()
        .putAll(
            POSTGRES
                .settings(
                    EmittingFunction.NAME,
                    Map.of("KAFKA_BOOTSTRAP_SERVERS", KAFKA.bootstrapServers()))
                .env());
    builder.environment().put("PORT", String.valueOf(port));
    return builder.start();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The subjects of this many events of this size that an earlier instance could not publish. */
  private static List<String> leave(int events, int bytes) {
    return POSTGRES.column(
        """
        INSERT INTO runtime.outbox (id, producer, topic, attributes, data, created_at)
        SELECT id, '%s', '%s',
               jsonb_build_object('specversion', '1.0', 'id', id, 'source', '/test', 'type', 'test',
                                  'subject', id, 'partitionkey', id),
               convert_to(rpad(id::text, %d, id::text), 'UTF8'), now() - interval '1 hour'
        FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, %d)) AS events
        RETURNING id
        """
            .formatted(EmittingFunction.NAME, TOPIC, bytes, events));
  }

  private static int rows() {
    return Integer.parseInt(POSTGRES.column("SELECT count(*) FROM runtime.outbox").getFirst());
  }

  /** The subjects of all events in the topic. */
  private static Set<String> published() {
    Map<String, Object> properties = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
      var partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var end = consumer.endOffsets(List.of(partition)).get(partition);
      var subjects = new HashSet<String>();
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                each ->
                    subjects.add(
                        new String(each.headers().lastHeader("ce_subject").value(), UTF_8)));
      }
      return subjects;
    }
  }
}
