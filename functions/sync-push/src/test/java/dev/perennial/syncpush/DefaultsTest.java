package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.Settings;
import dev.perennial.syncpush.store.Retention;
import dev.perennial.syncpush.stream.StreamTimes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds unless the installation says otherwise. */
class DefaultsTest {

  private static final Settings NOTHING_SAID = new Settings("sync-push", Map.of());

  @Test
  void streams_are_silent_for_15_seconds_and_checked_after_5() {
    var times = StreamTimes.from(NOTHING_SAID);

    assertThat(times.heartbeat()).isEqualTo(Duration.ofSeconds(15));
    assertThat(times.check()).isEqualTo(Duration.ofSeconds(5));
    assertThat(times.open()).isEqualTo(Duration.ofSeconds(290));
  }

  @Test
  void feeds_are_kept_for_30_days_and_10_000_rows() {
    var retention = Retention.from(NOTHING_SAID);

    assertThat(retention.age()).isEqualTo(Duration.ofDays(30));
    assertThat(retention.rows()).isEqualTo(10_000);
  }

  @ParameterizedTest
  @CsvSource({"1, 45", "15, 45", "60, 180"})
  void a_lease_is_renewed_more_than_once_before_it_lapses(String heartbeat, long lease) {
    var times = StreamTimes.from(new Settings("sync-push", Map.of("HEARTBEAT_SECONDS", heartbeat)));

    assertThat(times.lease()).isEqualTo(Duration.ofSeconds(lease));
  }
}
