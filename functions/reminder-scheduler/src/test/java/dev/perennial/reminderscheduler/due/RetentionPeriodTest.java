package dev.perennial.reminderscheduler.due;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.runtime.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionPeriodTest {

  @Test
  void is_ninety_days_by_default() {
    assertThat(RetentionPeriod.from(settings(Map.of()))).isEqualTo(Duration.ofDays(90));
    assertThat(RetentionPeriod.from(settings(Map.of("REMINDERS_KEEP_DAYS", "8"))))
        .isEqualTo(Duration.ofDays(8));
  }

  @Test
  void rejects_by_name_a_period_shorter_than_the_retention_of_topics() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionPeriod.from(settings(Map.of("REMINDERS_KEEP_DAYS", "7"))))
        .withMessageContaining("REMINDERS_KEEP_DAYS")
        .withMessageContaining("7");
  }

  private static Settings settings(Map<String, String> env) {
    return new Settings("reminder-scheduler", env);
  }
}
