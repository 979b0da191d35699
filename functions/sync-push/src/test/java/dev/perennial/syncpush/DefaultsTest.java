package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.Settings;
import dev.perennial.syncpush.store.feed.Retention;
import dev.perennial.syncpush.stream.StreamTimes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The defaults of the settings. */
class DefaultsTest {

  private static final Settings DEFAULTS = new Settings("sync-push", Map.of());

  @Test
  void a_stream_has_a_heartbeat_after_15_seconds_and_a_poll_after_5() {
    var times = StreamTimes.from(DEFAULTS);

    assertThat(times.heartbeat()).isEqualTo(Duration.ofSeconds(15));
    assertThat(times.poll()).isEqualTo(Duration.ofSeconds(5));
    assertThat(times.open()).isEqualTo(Duration.ofSeconds(290));
  }

  @Test
  void feeds_are_kept_for_30_days_and_10_000_rows() {
    var retention = Retention.from(DEFAULTS);

    assertThat(retention.age()).isEqualTo(Duration.ofDays(30));
    assertThat(retention.rows()).isEqualTo(10_000);
  }

  @ParameterizedTest
  @CsvSource({"1, 45", "15, 45", "60, 180"})
  void a_lease_is_renewed_several_times_before_it_expires(String heartbeat, long lease) {
    var times = StreamTimes.from(new Settings("sync-push", Map.of("HEARTBEAT_SECONDS", heartbeat)));

    assertThat(times.lease()).isEqualTo(Duration.ofSeconds(lease));
  }
}
