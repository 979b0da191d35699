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
  void is_a_day_unless_told() {
    assertThat(CatchUpWindow.from(settings(Map.of())).length()).isEqualTo(Duration.ofHours(24));
    assertThat(CatchUpWindow.from(settings(Map.of("CATCH_UP_WINDOW", "PT2H"))).length())
        .isEqualTo(Duration.ofHours(2));
  }

  @Test
  void is_refused_by_name_if_it_is_no_duration_of_a_minute() {
    for (var wrong : new String[] {"soon", "PT59S", "-PT1H"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CatchUpWindow.from(settings(Map.of("CATCH_UP_WINDOW", wrong))))
          .withMessageContaining("CATCH_UP_WINDOW")
          .withMessageContaining(wrong);
    }
  }

  @Test
  void begins_by_so_much_before_now() {
    var window = new CatchUpWindow(Duration.ofHours(2));

    assertThat(window.isOver(NOW.minus(Duration.ofHours(2)), NOW)).isFalse();
    assertThat(window.isOver(NOW.minus(Duration.ofHours(2)).minusMillis(1), NOW)).isTrue();
  }

  @Test
  void says_how_long_it_is_in_whole_hours_or_in_minutes() {
    assertThat(new CatchUpWindow(Duration.ofHours(24)).reason())
        .isEqualTo("it is more than 24 hours late");
    assertThat(new CatchUpWindow(Duration.ofMinutes(90)).reason())
        .isEqualTo("it is more than 90 minutes late");
  }

  private static Settings settings(Map<String, String> env) {
    return new Settings("reminder-scheduler", env);
  }
}
