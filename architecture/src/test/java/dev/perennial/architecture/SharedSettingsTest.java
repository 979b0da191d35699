package dev.perennial.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.reminderscheduler.due.UnsettledNotifications;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting that several functions read is in one place. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedSettingsTest {

  private final ShippedYaml yaml = ShippedYaml.in(Path.of("..", "knative"));

  SharedSettingsTest() throws IOException {}

  /** With different values, one of them would expire notifications that the other still sends. */
  @ParameterizedTest
  @ValueSource(strings = {"reminder-scheduler", "reminder-dispatch"})
  void both_reminder_functions_have_the_catch_up_window_from_the_shared_config_map(
      String function) {
    assertThat(yaml.configMaps(function)).contains("perennial");
    assertThat(yaml.ownVariables(function))
        .contains("DATABASE_PASSWORD_FILE")
        .doesNotContain("CATCH_UP_WINDOW");
  }

  /** Knative waits for the delay times 2 to the power of each retry, the first of which is 1. */
  @Test
  void unsettled_notifications_are_resent_after_the_broker_has_given_up() throws IOException {
    var delivery =
        ShippedYaml.in(Path.of("..", "eventing")).broker("perennial").at("/spec/delivery");
    assertThat(delivery.path("backoffPolicy").asString()).isEqualTo("exponential");

    var waits = (1L << (delivery.path("retry").asInt() + 1)) - 2;
    assertThat(Duration.parse(delivery.path("backoffDelay").asString()).multipliedBy(waits))
        .isLessThan(UnsettledNotifications.RESEND_AFTER);
  }

  /** An invoice would be for other memory than the cluster reserves. */
  @Test
  void each_function_records_the_memory_that_it_requests() {
    // The function web has no database and records nothing.
    assertThat(yaml.functions().stream().filter(name -> !name.equals("web")))
        .isNotEmpty()
        .allSatisfy(
            function -> {
              var container = yaml.container(function);
              var recorded =
                  container
                      .at("/env")
                      .valueStream()
                      .filter(variable -> variable.at("/name").asString().equals("MEMORY_MIB"))
                      .map(variable -> variable.at("/value").asString() + "Mi")
                      .toList();
              assertThat(recorded)
                  .containsExactly(container.at("/resources/requests/memory").asString());
            });
  }

  @Test
  void a_function_that_is_not_there_has_no_settings() {
    assertThatIllegalArgumentException().isThrownBy(() -> yaml.ownVariables("on-noon"));
  }
}
