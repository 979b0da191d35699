package dev.perennial.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class TraceTest {

  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void continues_the_trace_of_the_caller_and_logs_it() {
    try (var trace = Trace.resume(TRACEPARENT)) {
      assertThat(Trace.current()).isEqualTo(TRACEPARENT);
      assertThat(MDC.get("trace_id")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }
    assertThat(MDC.get("trace_id")).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "nonsense\nin the log",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"
      })
  void starts_a_trace_if_there_is_no_valid_one(String given) {
    try (var trace = Trace.resume(given)) {
      assertThat(Trace.current()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01").isNotEqualTo(given);
    }
  }
}
