package dev.perennial.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void every_kafka_variable_is_a_client_property() {
    var settings =
        settings(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                "kafka:9092",
                "KAFKA_SECURITY_PROTOCOL",
                "SSL",
                "OTHER",
                "x"));

    assertThat(settings.kafka())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("bootstrap.servers", "kafka:9092", "security.protocol", "SSL"));
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
