package dev.perennial.architecture;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.Certificates;
import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.KafkaAccess;
import dev.perennial.embedded.KafkaBroker;
import dev.perennial.embedded.Ports;
import dev.perennial.local.infra.KafkaUsers;
import dev.perennial.local.infra.Secrets;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every user of Kafka tries every operation on every topic: exactly what README.md and the YAML say
 * works.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KafkaPermissionsIT {

  private static final Manifests SHIPPED = Manifests.read(Path.of(".."));

  private static final int UNANSWERED_MILLIS = 1_000;
  private static final int ANSWERED_MILLIS = 15_000;

  @TempDir private static Path directory;
  private static KafkaBroker kafka;
  private static KafkaUsers users;
  private static Map<String, Object> admin;

  private final FunctionTable table = FunctionTable.ofReadme();

  KafkaPermissionsIT() throws IOException {}

  @BeforeAll
  static void start() throws Exception {
    var certificates = certificates("certificates");
    var secrets = new Secrets(directory.resolve("secrets"));
    users = new KafkaUsers(SHIPPED.users(), secrets);
    kafka =
        new KafkaBroker(
            Files.createDirectory(directory.resolve("kafka")),
            directory.resolve("kafka.log"),
            Ports.free(),
            Ports.free(),
            new ChildProcesses(Files.createDirectory(directory.resolve("run"))),
            Optional.of(new KafkaAccess(certificates, Ports.free())));
    kafka.start();
    admin = kafka.clients().adminProperties();
    try (Admin client = Admin.create(admin)) {
      client
          .createTopics(topics().stream().map(KafkaPermissionsIT::withOnePartition).toList())
          .all()
          .get();
    }
    users.ensure(kafka.clients());
    for (String topic : topics()) {
      assertThat(new KafkaAttempts(admin).writes(topic)).isTrue();
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void every_function_is_a_user_and_every_other_user_is_one_of_knatives() {
    assertThat(userNames()).containsAll(table.withLogins());

    var others = new TreeSet<>(userNames());
    others.removeAll(table.withLogins());
    var knatives = new TreeSet<String>();
    SHIPPED.sources().forEach(source -> knatives.add(source.user()));
    SHIPPED.brokers().forEach(broker -> knatives.add(broker.user()));
    SHIPPED.sinks().forEach(sink -> knatives.add(sink.user()));
    assertThat(others).isEqualTo(knatives);
  }

  @ParameterizedTest
  @MethodSource("userNames")
  void a_user_does_exactly_what_it_may_to_the_topics(String user) throws Exception {
    try (var attempts = new KafkaAttempts(login(user))) {
      for (String topic : topics()) {
        assertThat(attempts.reads(topic)).as("read " + topic).isEqualTo(mayRead(user, topic));
        assertThat(attempts.writes(topic)).as("write " + topic).isEqualTo(mayWrite(user, topic));
        assertThat(attempts.creates(topic)).as("create " + topic).isEqualTo(mayCreate(user, topic));
        assertThat(attempts.deletesRecords(topic))
            .as("delete " + topic)
            .isEqualTo(mayCreate(user, topic));
        assertThat(attempts.changesRetention(topic)).as("alter " + topic).isFalse();
      }
      assertThat(attempts.creates("another-topic")).isFalse();
      assertThat(attempts.allowsItself("User:" + user)).as("change the rules").isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("userNames")
  void a_user_reads_only_as_the_groups_of_its_own(String user) {
    try (var attempts = new KafkaAttempts(login(user))) {
      for (String group : groups().keySet()) {
        assertThat(attempts.readsOffsetsOf(group))
            .as(group)
            .isEqualTo(groups().get(group).equals(user));
      }
      assertThat(attempts.readsOffsetsOf("another-group")).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("userNames")
  void nobody_connects_without_tls_or_with_another_authority_or_a_wrong_password(String user)
      throws Exception {
    var right = login(user);

    assertRefused(with(right, "security.protocol", "SASL_PLAINTEXT"), TimeoutException.class);
    assertRefused(
        with(right, "ssl.truststore.location", certificates("others").authority().toString()),
        SslAuthenticationException.class);
    assertRefused(kafka.clients().properties(user, "wrong"), SaslAuthenticationException.class);
    try (var attempts = new KafkaAttempts(right)) {
      assertThat(attempts.connects()).as("with all of it right").isTrue();
    }
  }

  @Test
  void a_client_without_a_name_is_refused_and_one_with_the_password_of_another() {
    assertRefused(Map.of("bootstrap.servers", kafka.bootstrapServers()), TimeoutException.class);
    assertRefused(
        kafka.clients().properties("intruder", users.password("task-api")),
        SaslAuthenticationException.class);
    assertRefused(
        kafka.clients().properties("sync-push", users.password("task-api")),
        AuthenticationException.class);
  }

  private boolean mayRead(String user, String topic) {
    return SHIPPED.sources().stream()
            .anyMatch(source -> source.user().equals(user) && source.topics().contains(topic))
        || isReplayed(user, topic)
        || mayCreate(user, topic);
  }

  /** A replay reads the topics that the Broker's events come from. */
  private static boolean isReplayed(String user, String topic) {
    return user.equals("operations") && List.of("task-events", "task-reminders").contains(topic);
  }

  private boolean mayWrite(String user, String topic) {
    return (table.withLogins().contains(user) && table.topics(user).contains(topic))
        || SHIPPED.sinks().stream()
            .anyMatch(sink -> sink.user().equals(user) && sink.topic().equals(topic))
        || mayCreate(user, topic);
  }

  /** A Broker owns its topic. */
  private static boolean mayCreate(String user, String topic) {
    return SHIPPED.brokers().stream()
        .anyMatch(broker -> broker.user().equals(user) && broker.topic().equals(topic));
  }

  /** The user of each consumer group. */
  private static Map<String, String> groups() {
    Map<String, String> groups = new HashMap<>();
    SHIPPED.sources().forEach(source -> groups.put(source.consumerGroup(), source.user()));
    SHIPPED
        .triggers()
        .forEach(trigger -> groups.put(trigger.consumerGroup(), trigger.broker().user()));
    return groups;
  }

  private static SortedSet<String> topics() {
    return Stream.concat(
            SHIPPED.topics().stream().map(topic -> topic.name()),
            SHIPPED.brokers().stream().map(broker -> broker.topic()))
        .collect(toCollection(TreeSet::new));
  }

  static List<String> userNames() {
    return SHIPPED.users().stream().map(User::name).toList();
  }

  private static NewTopic withOnePartition(String topic) {
    return new NewTopic(topic, 1, (short) 1);
  }

  private static Map<String, Object> login(String user) {
    return kafka.clients().properties(user, users.password(user));
  }

  private static Map<String, Object> with(
      Map<String, Object> properties, String name, String value) {
    return Stream.concat(
            properties.entrySet().stream().filter(each -> !each.getKey().equals(name)),
            Map.<String, Object>of(name, value).entrySet().stream())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void assertRefused(
      Map<String, Object> properties, Class<? extends Exception> reason) {
    // A server that expects TLS does not answer anything else.
    int timeout = reason.equals(TimeoutException.class) ? UNANSWERED_MILLIS : ANSWERED_MILLIS;
    try (var attempts = new KafkaAttempts(properties, timeout)) {
      assertThatThrownBy(attempts::connects).isInstanceOf(reason);
    }
  }

  private static Certificates certificates(String name) throws IOException {
    return new Certificates(
        Files.createDirectories(directory.resolve(name)), InstantSource.system());
  }
}
