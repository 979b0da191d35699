package dev.perennial.reminderscheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.runtime.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatchUpWindowTest {

  @Test
  void is_a_day_unless_told() {
    assertThat(CatchUpWindow.from(settings(Map.of()))).isEqualTo(Duration.ofHours(24));
    assertThat(CatchUpWindow.from(settings(Map.of("CATCH_UP_WINDOW", "PT2H"))))
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

  private static Settings settings(Map<String, String> env) {
    return new Settings("reminder-scheduler", env);
  }
}
