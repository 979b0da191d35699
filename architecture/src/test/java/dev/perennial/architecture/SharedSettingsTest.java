package dev.perennial.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What several functions read is said in one place. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedSettingsTest {

  private final ShippedYaml yaml = ShippedYaml.in(Path.of("..", "knative"));

  SharedSettingsTest() throws IOException {}

  /** One that had a value of its own would drop what the other still tells, or the other way. */
  @ParameterizedTest
  @ValueSource(strings = {"reminder-scheduler", "reminder-dispatch"})
  void both_reminder_functions_have_the_catch_up_window_from_the_shared_config_map(
      String function) {
    assertThat(yaml.configMaps(function)).contains("perennial");
    assertThat(yaml.ownVariables(function))
        .contains("DATABASE_PASSWORD")
        .doesNotContain("CATCH_UP_WINDOW");
  }

  @Test
  void a_function_that_is_not_there_has_no_settings() {
    assertThatIllegalArgumentException().isThrownBy(() -> yaml.ownVariables("on-noon"));
  }
}
