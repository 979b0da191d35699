package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** New passwords and certificates while the system works. */
class CredentialRotationIT {

  private final RunningSystem system = SharedSystem.get();
  private final Person ada = system.person("ada");
  private final String title = "Rotation " + UUID.randomUUID();

  @ParameterizedTest
  @ValueSource(strings = {"task-api", "on-completed-recurrence"})
  void a_function_gets_new_passwords_under_load_and_no_event_is_lost(String function)
      throws Exception {
    String before = secret(function, "database-password");
    String kafkaBefore = secret(function, "kafka-password");

    completeWhile(() -> rotate(function));

    assertThat(secret(function, "database-password")).isNotEqualTo(before);
    assertThat(secret(function, "kafka-password")).isNotEqualTo(kafkaBefore);
    assertThatThrownBy(() -> DriverManager.getConnection(system.postgres().url(), function, before))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    DriverManager.getConnection(
            system.postgres().url(), function, secret(function, "database-password"))
        .close();
  }

  @Test
  void postgres_and_kafka_get_new_certificates_under_load_and_no_event_is_lost() throws Exception {
    List<X509Certificate> before = certificates();

    completeWhile(() -> rotate("certificates"));

    assertThat(certificates()).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
  }

  private void completeWhile(Runnable change) throws Exception {
    var tasks = IntStream.range(0, 60).mapToObj(i -> ada.createDaily(title, "2027-06-01")).toList();
    try (var people = Executors.newFixedThreadPool(4)) {
      var completing =
          tasks.stream().map(task -> people.submit(() -> completeUntilItWorks(task))).toList();
      completing.get(15).get();
      change.run();
      for (Future<?> one : completing) {
        one.get();
      }
    }
    Waiting.until("every next task exists")
        .untilAsserted(() -> assertThat(ada.titled(title)).hasSize(120));
    Waiting.until("nothing is left in the outbox")
        .until(() -> system.postgres().number("SELECT count(*) FROM runtime.outbox") == 0);
    assertThat(ada.titled(title)).hasSize(120);
  }

  private void completeUntilItWorks(JsonNode task) {
    Waiting.until("the completion is accepted")
        .until(
            () -> {
              try {
                return ada.http()
                        .post("/v1/tasks/" + task.path("id").asString() + "/complete", null)
                        .statusCode()
                    == 200;
              } catch (UncheckedIOException cut) {
                return false;
              }
            });
  }

  private void rotate(String name) {
    var response =
        system
            .http()
            .send(
                "POST", "/local/rotate/" + name, Map.of("Content-Type", "application/json"), null);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
  }

  private String secret(String function, String key) throws IOException {
    return Files.readString(
        system
            .data()
            .resolve("mounts")
            .resolve(function)
            .resolve("var/run/secrets/perennial/" + key));
  }

  /** Those of Postgres and Kafka, without the authority. */
  private List<X509Certificate> certificates() throws Exception {
    var factory = CertificateFactory.getInstance("X.509");
    try (var files = Files.list(system.data().resolve("certificates"))) {
      var leaves =
          files
              .filter(f -> f.toString().endsWith(".crt") && !f.endsWith(Path.of("ca.crt")))
              .toList();
      return leaves.stream().map(file -> read(factory, file)).toList();
    }
  }

  private static X509Certificate read(CertificateFactory factory, Path file) {
    try (var input = Files.newInputStream(file)) {
      return (X509Certificate) factory.generateCertificate(input);
    } catch (Exception e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }
}
