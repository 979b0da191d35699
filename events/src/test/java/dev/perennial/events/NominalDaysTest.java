package dev.perennial.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NominalDaysTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2027-03-28T17:00, -P1D, 2027-03-27T16:00:00Z",
    "2027-03-28T17:00, -PT23H, 2027-03-27T16:00:00Z",
    "2027-03-28T17:00, -P7D, 2027-03-21T16:00:00Z",
    "2027-03-28T17:00, -PT36H, 2027-03-27T04:00:00Z",
    "2027-03-27T17:00, P1D, 2027-03-28T15:00:00Z",
    "2027-10-31T17:00, -P1D, 2027-10-30T15:00:00Z",
    "2027-10-31T17:00, -PT23H59M, 2027-10-30T16:01:00Z",
    "2027-03-29T02:30, -P1D, 2027-03-28T01:30:00Z",
    "2027-11-01T02:30, -P1D, 2027-10-31T00:30:00Z",
    "2027-10-30T02:30, P1D, 2027-10-31T00:30:00Z",
    "2027-06-01T12:00, PT0S, 2027-06-01T10:00:00Z",
  })
  void days_keep_the_local_time_and_the_rest_is_exact(
      LocalDateTime from, Duration duration, Instant expected) {
    assertThat(NominalDays.plus(from.atZone(BERLIN), duration).toInstant()).isEqualTo(expected);
  }

  @Test
  void the_duration_between_leads_from_one_to_the_other() {
    for (var from : new String[] {"2027-03-28T17:00", "2027-10-31T17:00", "2027-10-31T02:30"}) {
      var start = LocalDateTime.parse(from).atZone(BERLIN);
      for (int minutes = -4 * 24 * 60; minutes <= 4 * 24 * 60; minutes += 10) {
        var to = start.plusMinutes(minutes).toInstant();

        NominalDays.between(start, to)
            .ifPresentOrElse(
                duration -> assertThat(NominalDays.plus(start, duration).toInstant()).isEqualTo(to),
                () -> assertThat(isIn25thHour(start, to)).as("%s to %s", start, to).isTrue());
      }
    }
  }

  private static boolean isIn25thHour(ZonedDateTime from, Instant to) {
    var distance = Duration.between(from.toInstant(), to).abs();
    return distance.toMinutes() % (24 * 60) <= 60 && distance.toDays() >= 1;
  }
}
