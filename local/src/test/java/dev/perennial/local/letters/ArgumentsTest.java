package dev.perennial.local.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void options_flags_and_words_are_read_in_any_order() {
    var arguments =
        Arguments.parse(List.of("groups", "--function", "audit-sink", "--json", "--port", "9000"));

    assertThat(arguments.words()).containsExactly("groups");
    assertThat(arguments.option("function")).contains("audit-sink");
    assertThat(arguments.has("json")).isTrue();
    assertThat(arguments.gateway()).isEqualTo(URI.create("http://localhost:9000"));
  }

  @Test
  void an_unknown_option_a_missing_value_and_a_wrong_number_are_refused() {
    assertThatThrownBy(() -> Arguments.parse(List.of("--colour", "red")))
        .hasMessage("unknown option --colour; see ./run --help");
    assertThatThrownBy(() -> Arguments.parse(List.of("--owner")))
        .hasMessage("--owner needs a value; see ./run --help");
    assertThatThrownBy(() -> Arguments.parse(List.of("--per-second", "many")).number("per-second"))
        .hasMessage("--per-second takes a whole number, not \"many\"");
  }
}
