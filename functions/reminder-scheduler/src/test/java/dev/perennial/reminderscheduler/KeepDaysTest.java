package dev.perennial.reminderscheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.runtime.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeepDaysTest {

  @Test
  void are_ninety_unless_told() {
    assertThat(KeepDays.from(settings(Map.of()))).isEqualTo(Duration.ofDays(90));
    assertThat(KeepDays.from(settings(Map.of("REMINDERS_KEEP_DAYS", "8"))))
        .isEqualTo(Duration.ofDays(8));
  }

  @Test
  void are_refused_by_name_if_events_are_kept_for_longer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeepDays.from(settings(Map.of("REMINDERS_KEEP_DAYS", "7"))))
        .withMessageContaining("REMINDERS_KEEP_DAYS")
        .withMessageContaining("7");
  }

  private static Settings settings(Map<String, String> env) {
    return new Settings("reminder-scheduler", env);
  }
}
