package dev.perennial.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReminderKeyTest {

  private static final Reminder BEFORE = new Reminder(Duration.ofMinutes(15), null, null);
  private static final LocalDateTime NINE = LocalDateTime.parse("2026-03-01T09:00");
  private static final Reminder AT = new Reminder(null, NINE, null);
  private static final Reminder AT_IN_BERLIN = new Reminder(null, NINE, ZoneId.of("Europe/Berlin"));

  @Test
  void identifies_a_reminder_by_a_text_that_can_be_read_again() {
    assertThat(List.of(BEFORE, AT, AT_IN_BERLIN))
        .allSatisfy(
            reminder -> assertThat(ReminderKey.of(reminder).reminder()).isEqualTo(reminder));
    assertThat(ReminderKey.of(BEFORE).text()).isEqualTo("before PT15M");
    assertThat(ReminderKey.of(AT_IN_BERLIN).text()).isEqualTo("at 2026-03-01T09:00 Europe/Berlin");
  }
}
