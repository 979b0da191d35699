package dev.perennial.reminders.store;

import static dev.perennial.reminders.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.runtime.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatchUpWindowTest {

  @Test
  void is_a_day_by_default() {
    assertThat(CatchUpWindow.from(settings(Map.of())).length()).isEqualTo(Duration.ofHours(24));
    assertThat(CatchUpWindow.from(settings(Map.of("CATCH_UP_WINDOW", "PT2H"))).length())
        .isEqualTo(Duration.ofHours(2));
  }

  @Test
  void rejects_by_name_what_is_not_a_duration_of_at_least_a_minute() {
    for (var wrong : new String[] {"soon", "PT59S", "-PT1H"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CatchUpWindow.from(settings(Map.of("CATCH_UP_WINDOW", wrong))))
          .withMessageContaining("CATCH_UP_WINDOW")
          .withMessageContaining(wrong);
    }
  }

  @Test
  void ends_when_its_length_has_passed() {
    var window = new CatchUpWindow(Duration.ofHours(2));

    assertThat(window.isOver(NOW.minus(Duration.ofHours(2)), NOW)).isFalse();
    assertThat(window.isOver(NOW.minus(Duration.ofHours(2)).minusMillis(1), NOW)).isTrue();
  }

  @Test
  void describes_its_length_in_whole_hours_or_in_minutes() {
    assertThat(new CatchUpWindow(Duration.ofHours(24)).reason())
        .isEqualTo("it is more than 24 hours late");
    assertThat(new CatchUpWindow(Duration.ofMinutes(90)).reason())
        .isEqualTo("it is more than 90 minutes late");
  }

  private static Settings settings(Map<String, String> env) {
    return new Settings("reminder-scheduler", env);
  }
}
