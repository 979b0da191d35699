package dev.perennial.reminderscheduler.alarm;

import static dev.perennial.reminders.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmTimeTest {

  @Test
  void is_a_whole_second_in_the_future() {
    assertThat(AlarmTime.of(NOW.plusMillis(5_500), NOW)).isEqualTo(NOW.plusSeconds(6));
    assertThat(AlarmTime.of(NOW.minusSeconds(5), NOW.plusMillis(1))).isEqualTo(NOW.plusSeconds(3));
  }

  @Test
  void is_at_most_half_a_year_ahead_because_the_schedule_has_no_year() {
    var farthest = NOW.plus(Duration.ofDays(180));

    assertThat(AlarmTime.of(null, NOW)).isEqualTo(farthest);
    assertThat(AlarmTime.of(NOW.plus(Duration.ofDays(400)), NOW)).isEqualTo(farthest);
  }
}
