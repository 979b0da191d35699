package dev.perennial.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @TempDir private Path secrets;

  @Test
  void reads_a_value_from_a_file_without_the_line_break_at_its_end() throws IOException {
    var file = Files.writeString(secrets.resolve("password"), " hush \n");

    assertThat(settings(Map.of("DATABASE_PASSWORD_FILE", file.toString())).databasePassword())
        .isEqualTo(" hush ");
  }

  @Test
  void reads_properties_of_kafka_from_files() throws IOException {
    var file = Files.writeString(secrets.resolve("jaas"), "a login module");

    assertThat(
            settings(
                    Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "kafka:9092",
                        "KAFKA_SASL_JAAS_CONFIG_FILE",
                        file.toString(),
                        "KAFKA_SSL_KEYSTORE_KEY_FILE",
                        secrets.resolve("none").toString(),
                        "KAFKA_SASL_OAUTHBEARER_ASSERTION_FILE",
                        "/a/path"))
                .kafka())
        .as("one property of Kafka is a path itself")
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "bootstrap.servers",
                "kafka:9092",
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "ssl.enabled.protocols",
                "TLSv1.3",
                "sasl.jaas.config",
                "a login module",
                "sasl.oauthbearer.assertion.file",
                "/a/path"));
  }

  @Test
  void a_file_that_does_not_exist_counts_as_not_set() {
    var settings = settings(Map.of("KEY_FILE", secrets.resolve("key").toString()));

    assertThat(settings.optional("KEY", "none")).isEqualTo("none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.required("KEY"))
        .withMessageContaining("KEY is not set")
        .withMessageContaining(secrets.resolve("key") + ", does not exist");
  }

  @Test
  void a_file_in_a_directory_that_does_not_exist_is_an_error() {
    var settings = settings(Map.of("KEY_FILE", secrets.resolve("typo/key").toString()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.optional("KEY", "none"))
        .withMessageContaining("KEY_FILE: there is no directory " + secrets.resolve("typo"));
  }

  @Test
  void a_value_that_is_set_in_two_ways_is_an_error() throws IOException {
    var file = Files.writeString(secrets.resolve("key"), "hush");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> settings(Map.of("KEY", "a", "KEY_FILE", file.toString())).optional("KEY", ""))
        .withMessage("KEY and KEY_FILE are both set: one of them is enough");
  }

  @Test
  void every_kafka_variable_is_a_client_property() {
    var settings =
        settings(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                "kafka:9092",
                "KAFKA_SECURITY_PROTOCOL",
                "PLAINTEXT",
                "OTHER",
                "x"));

    assertThat(settings.kafka())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("bootstrap.servers", "kafka:9092", "security.protocol", "PLAINTEXT"));
  }

  @Test
  void kafka_is_reached_over_tls_as_the_user_of_the_functions_name() throws IOException {
    var password = Files.writeString(secrets.resolve("password"), "a\"b\\c");
    var authorities = Files.writeString(secrets.resolve("ca.pem"), "certificates");

    var properties =
        settings(
                Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    "kafka:9092",
                    "KAFKA_PASSWORD_FILE",
                    password.toString(),
                    "KAFKA_CA_FILE",
                    authorities.toString()))
            .kafka();

    assertThat(properties)
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("ssl.enabled.protocols", "TLSv1.3")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.location", authorities.toString())
        .doesNotContainKeys("password", "ca", "ca.file");
    assertThat(properties.get("sasl.jaas.config")).asString().as("in logs").doesNotContain("a");
    assertThat(((Password) properties.get("sasl.jaas.config")).value())
        .isEqualTo(
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"task-api\" password=\"a\\\"b\\\\c\";");
  }

  @Test
  void kafka_needs_a_password_unless_it_is_said_to_be_plain() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")).kafka())
        .withMessage("the environment variable KAFKA_PASSWORD is not set");
  }

  @Test
  void without_a_file_of_authorities_the_public_ones_are_trusted() {
    var none = settings(Map.of("DATABASE_CA_FILE", secrets.resolve("none.pem").toString()));

    assertThat(none.databaseAuthorities()).isEmpty();
    assertThat(none.databaseSslMode()).isEqualTo("verify-full");
  }

  @Test
  void tls_that_verifies_no_name_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("DATABASE_SSL_MODE", "prefer")).databaseSslMode())
        .withMessage("DATABASE_SSL_MODE must be verify-full or disable, not 'prefer'");
  }

  @Test
  void names_the_variable_that_is_missing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("DATABASE_URL", " ")).databaseUrl())
        .withMessage("the environment variable DATABASE_URL is not set");
  }

  @Test
  void names_the_variable_that_is_no_number() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("DATABASE_POOL_SIZE", "many")).databasePoolSize())
        .withMessage("DATABASE_POOL_SIZE must be a whole number, not 'many'");
  }

  @Test
  void reads_durations_and_flags_or_their_defaults() {
    var settings = settings(Map.of("TIMEOUT", "PT2.5S", "TLS", "false"));

    assertThat(settings.duration("TIMEOUT", Duration.ofDays(1))).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.duration("OTHER", Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
    assertThat(settings.flag("TLS", true)).isFalse();
    assertThat(settings.flag("OTHER", true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10s", "PT0S", "PT-1S"})
  void names_the_variable_that_is_no_duration(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("TIMEOUT", value)).duration("TIMEOUT", Duration.ZERO))
        .withMessage("TIMEOUT must be a duration such as PT10S, not '" + value + "'");
  }

  @Test
  void names_the_variable_that_is_no_flag() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("TLS", "yes")).flag("TLS", true))
        .withMessage("TLS must be true or false, not 'yes'");
  }

  @Test
  void contains_no_secret_as_text() {
    assertThat(settings(Map.of("DATABASE_PASSWORD", "hush"))).asString().doesNotContain("hush");
  }

  private static Settings settings(Map<String, String> env) {
    return new Settings("task-api", env);
  }
}
