package dev.perennial.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneRulesProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextsTest {

  @ParameterizedTest
  @CsvSource({
    "2027-01-05T10:00:00Z, 2027-01-05T10:00:00Z",
    "2027-01-05T10:00:00+00:00, 2027-01-05T10:00:00Z",
    "2027-01-05T10:00:00-00:00, 2027-01-05T10:00:00Z",
    "2027-01-05T10:00:00+05:45, 2027-01-05T04:15:00Z",
    "2027-01-05T10:00:00.123456-08:00, 2027-01-05T18:00:00.123456Z",
    "2027-01-05T10:00+01:00, 2027-01-05T09:00:00Z",
    "2027-01-05t10:00:00z, 2027-01-05T10:00:00Z",
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z"
  })
  void an_instant_has_any_offset(String text, Instant instant) {
    assertThat(TimeTexts.instant(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2027-01-05",
        "2027-01-05T10:00:00",
        "2027-01-05T10:00:00+25:00",
        "2027-02-30T10:00:00Z",
        "0000-12-31T23:59:59Z",
        "9999-12-31T23:59:59-00:01",
        "+1000000000-12-31T23:59:59Z",
        "-1000000000-01-01T00:00:00Z"
      })
  void other_texts_are_no_instants(String text) {
    assertThatThrownBy(() -> TimeTexts.instant(text)).isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "P1W, P7D",
    "p2w, P14D",
    "-P1W, P-7D",
    "P-1W, P-7D",
    "P1W2DT3H, P9DT3H",
    "-P1W1D, P-8D",
    "P0W, PT0S",
    "PT15M, PT15M",
    "P1DT0.5S, P1DT0.5S",
    "-PT1H, PT-1H"
  })
  void a_duration_may_have_weeks(String text, Duration duration) {
    assertThat(TimeTexts.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "PW",
        "W",
        "1W",
        "P1W1W",
        "P1D1W",
        "P1WT",
        "P1M",
        "P1Y",
        "P1.5W",
        "P1W1H",
        "P9223372036854775807W",
        "P99999999999999999999W",
        "P106751991167301D"
      })
  void other_texts_are_no_durations(String text) {
    assertThatThrownBy(() -> TimeTexts.duration(text)).isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Europe/Berlin", "UTC", "Asia/Calcutta", "US/Pacific", "EST5EDT", "Etc/GMT+8"})
  void a_zone_has_a_name_of_the_iana_database_old_or_new(String name) {
    assertThat(TimeTexts.zone(name).getId()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SystemV/AST4",
        "SystemV/PST8PDT",
        "PST",
        "IST",
        "ACT",
        "Z",
        "+02:00",
        "UTC+2",
        "GMT+2",
        "europe/berlin",
        "Mars/Olympus",
        "",
        "\u0000"
      })
  void other_names_are_no_zones(String name) {
    assertThatThrownBy(() -> TimeTexts.zone(name)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void no_zone_of_the_jdk_but_those_of_system_v_is_refused() {
    assertThat(ZoneRulesProvider.getAvailableZoneIds())
        .filteredOn(name -> !name.startsWith("SystemV/"))
        .allSatisfy(name -> assertThat(TimeTexts.zone(name)).isNotNull());
  }
}
