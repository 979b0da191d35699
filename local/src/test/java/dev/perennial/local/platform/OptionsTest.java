package dev.perennial.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.StartupException;
import dev.perennial.local.platform.Options.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private static final Path HOME = Path.of("/project");

  @Test
  void the_data_directory_is_in_the_project_by_default() {
    assertThat(parse()).isEqualTo(Options.defaults(HOME));
    assertThat(parse().data()).isEqualTo(HOME.resolve(".perennial"));
    assertThat(parse().port()).isEqualTo(8080);
    assertThat(parse().idle()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void options_can_be_given_in_any_order() {
    Options options =
        parse(
            "--fresh",
            "--idle",
            "500ms",
            "--data",
            "/elsewhere",
            "--port",
            "9090",
            "--set",
            "A=1",
            "--set",
            "B_2=x=y",
            "--debug",
            "task-api=5005",
            "--plain");

    assertThat(options)
        .isEqualTo(
            new Options(
                Command.UP,
                HOME,
                9090,
                Path.of("/elsewhere"),
                true,
                Duration.ofMillis(500),
                Map.of("A", "1", "B_2", "x=y"),
                Map.of("task-api", 5005),
                true));
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "60s, PT60S", "5m, PT5M", "2h, PT2H"})
  void a_duration_is_read_with_its_unit(String text, Duration duration) {
    assertThat(parse("--idle", text).idle()).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"60", "0s", "-1s", "PT60S", "soon"})
  void an_invalid_duration_is_refused(String text) {
    assertThatThrownBy(() -> parse("--idle", text))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "task-api", "=5005", "task-api=", "task-api=0", "task-api=x"})
  void an_invalid_debugger_is_refused(String text) {
    assertThatThrownBy(() -> parse("--debug", text))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("--debug takes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a=1", "=1"})
  void an_invalid_setting_is_refused(String text) {
    assertThatThrownBy(() -> parse("--set", text))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("--set takes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "http", "99999999999"})
  void an_invalid_port_is_refused(String text) {
    assertThatThrownBy(() -> parse("--port", text))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(text);
  }

  @Test
  void an_option_without_its_value_is_refused() {
    assertThatThrownBy(() -> parse("--port"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("--port needs");
  }

  @Test
  void an_unknown_option_is_refused() {
    assertThatThrownBy(() -> parse("--verbose"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("--verbose");
  }

  @Test
  void the_train_command_can_be_limited_to_stale_caches() {
    assertThat(parse("train", "--if-stale").command()).isEqualTo(Command.TRAIN_IF_STALE);
    assertThatExceptionOfType(StartupException.class)
        .isThrownBy(() -> parse("--if-stale"))
        .withMessageContaining("./run train");
  }

  @Test
  void the_train_command_takes_the_same_options() {
    assertThat(parse("train", "--port", "9090").command()).isEqualTo(Command.TRAIN);
  }

  private static Options parse(String... arguments) {
    return Options.parse(HOME, List.of(arguments));
  }
}
