package dev.perennial.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void gives_kafka_every_variable_of_its_own() {
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
  void keeps_its_secrets_to_itself() {
    assertThat(settings(Map.of("DATABASE_PASSWORD", "hush"))).asString().doesNotContain("hush");
  }

  private static Settings settings(Map<String, String> env) {
    return new Settings("task-api", env);
  }
}
