package dev.perennial.tasks.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OccurrenceKeyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01",
        "0001-01-01",
        "9999-12-31T23:59",
        "2026-03-01T00:00",
        "2026-03-01T09:00:30",
        "2026-03-01T09:00:00.000000001",
        "+10000-01-01",
        "-0001-12-31T09:00",
      })
  void is_read_as_it_is_written(String text) {
    assertThat(OccurrenceKey.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "2026-02-29",
        "2026-+3-01",
        "2026-03-01X09:00",
        "2026-03-01T24:00",
        "2026-03-01T9:00",
        "2026/03/01",
        "\u0662\u0660\u0662\u0666-03-01",
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> OccurrenceKey.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
