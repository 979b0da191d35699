package dev.perennial.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessIT {

  private final int port = Ports.free();
  private final int controllerPort = Ports.free();
  private final int adminPort = Ports.free();

  @TempDir private Path directory;

  /** Also the directory of a version in which everybody was the administrator. */
  @Test
  void the_same_data_can_be_used_without_tls_and_then_with_it() throws Exception {
    try (KafkaBroker plain = started(broker(Optional.empty()));
        Admin admin = Admin.create(plain.clients().adminProperties())) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }

    try (KafkaBroker secured = started(broker(access()))) {
      assertThat(topics(secured.clients().adminProperties())).containsExactly("kept");
    }
  }

  @Test
  void a_new_password_replaces_the_old_one() throws Exception {
    try (KafkaBroker secured = started(broker(access()))) {
      secured.clients().setPasswords(Map.of("task-api", "first"));
      secured.clients().setPasswords(Map.of("task-api", "second"));

      assertThat(topics(secured.clients().properties("task-api", "second"))).isEmpty();
      assertThatThrownBy(() -> topics(secured.clients().properties("task-api", "first")))
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void only_the_administrators_certificate_is_the_administrator() throws Exception {
    try (KafkaBroker secured = started(broker(access()))) {
      var login = new HashMap<>(secured.clients().adminProperties());
      login.remove("ssl.keystore.location");
      login.remove("ssl.keystore.type");
      assertThatThrownBy(() -> topics(login)).hasCauseInstanceOf(SslAuthenticationException.class);

      login.put("ssl.keystore.type", "PEM");
      login.put(
          "ssl.keystore.location",
          certificates().identity("task-api").keyAndCertificate().toString());
      assertThat(topics(login)).as("sees no topic").isEmpty();
      assertThatThrownBy(() -> create(login, "of-an-intruder"))
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void the_log_contains_no_password() throws Exception {
    try (KafkaBroker secured = started(broker(access()))) {
      secured.clients().setPasswords(Map.of("task-api", "the-password"));
    }

    assertThat(directory.resolve("kafka.log"))
        .content()
        .isNotEmpty()
        .doesNotContain("the-password");
  }

  private static List<String> topics(Map<String, Object> login) throws Exception {
    try (Admin admin = Admin.create(login)) {
      return List.copyOf(admin.listTopics().names().get());
    }
  }

  private static void create(Map<String, Object> login, String topic) throws Exception {
    try (Admin admin = Admin.create(login)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private static KafkaBroker started(KafkaBroker broker) {
    broker.start();
    return broker;
  }

  private KafkaBroker broker(Optional<KafkaAccess> access) throws IOException {
    return new KafkaBroker(
        Files.createDirectories(directory.resolve("kafka")),
        directory.resolve("kafka.log"),
        port,
        controllerPort,
        new ChildProcesses(Files.createDirectories(directory.resolve("run"))),
        access);
  }

  private Optional<KafkaAccess> access() throws IOException {
    return Optional.of(new KafkaAccess(certificates(), adminPort));
  }

  private Certificates certificates() throws IOException {
    return new Certificates(
        Files.createDirectories(directory.resolve("certificates")), InstantSource.system());
  }
}
