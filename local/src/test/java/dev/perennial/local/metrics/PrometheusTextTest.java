package dev.perennial.local.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.metrics.PrometheusText.Kind;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PrometheusTextTest {

  @Test
  void a_metric_has_its_help_its_type_and_its_samples() {
    var text =
        new PrometheusText()
            .metric("events_total", Kind.COUNTER, "Events.")
            .sample("events_total", Map.of(), 3)
            .sample("events_total", new TreeMap<>(Map.of("a", "b", "c", "d")), 0.25);

    assertThat(text)
        .hasToString(
            """
            # HELP events_total Events.
            # TYPE events_total counter
            events_total 3
            events_total{a="b",c="d"} 0.25
            """);
  }

  @Test
  void a_label_cannot_end_its_line_or_its_quotes() {
    assertThat(
            new PrometheusText()
                .sample("up", Map.of("function", "a\"} 1\nfake{b=\"\\"), 1)
                .toString())
        .isEqualTo("up{function=\"a\\\"} 1\\nfake{b=\\\"\\\\\"} 1\n");
  }

  @Test
  void a_large_number_keeps_its_digits() {
    assertThat(new PrometheusText().sample("bytes", Map.of(), 123_456_789_012.0).toString())
        .isEqualTo("bytes 123456789012\n");
  }
}
