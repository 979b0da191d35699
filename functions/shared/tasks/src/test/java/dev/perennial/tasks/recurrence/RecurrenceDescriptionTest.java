package dev.perennial.tasks.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrenceDescriptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          'frequency': 'daily', 'interval': 1                                   | every day
          'frequency': 'daily', 'interval': 3, 'basis': 'completion'            | every 3 days after completion
          'frequency': 'weekly', 'interval': 2, 'weekdays': ['MO', 'FR']        | every 2 weeks on Monday, Friday
          'frequency': 'monthly', 'interval': 1, 'monthDay': 31                 | every month on day 31
          'frequency': 'monthly', 'interval': 1, 'monthDay': -1                 | every month on the last day
          'frequency': 'monthly', 'interval': 1, 'monthEnd': 'omit'             | every month, not in a month without the day
          'frequency': 'monthly', 'interval': 1, 'monthDay': 5, 'monthEnd': 'omit' | every month on day 5
          'frequency': 'monthly', 'interval': 1, 'nth': {'ordinal': -1, 'weekday': 'FR'} | every month on the last Friday
          'frequency': 'monthly', 'interval': 1, 'nth': {'ordinal': 4, 'weekday': 'TU'} | every month on the 4th Tuesday
          'frequency': 'yearly', 'interval': 1, 'missed': 'keep'                | every year, none is passed over
          'frequency': 'daily', 'interval': 1, 'end': {'after': 3}              | every day, 3 in all
          'frequency': 'daily', 'interval': 1, 'end': {'until': '2027-01-31'}   | every day, until 2027-01-31
          'frequency': 'custom', 'interval': 1, 'rrule': 'FREQ=DAILY;INTERVAL=9' | by FREQ=DAILY;INTERVAL=9
          'frequency': 'custom', 'interval': 1, 'rrule': 'FREQ=MONTHLY', 'monthEnd': 'clamp' | by FREQ=MONTHLY, at the end of a month without the day
          """)
  void a_rule_is_described_in_english(String rule, String words) {
    var json = "{" + rule.replace('\'', '"') + "}";

    assertThat(RecurrenceDescription.of(EventJson.MAPPER.readValue(json, Recurrence.class)))
        .isEqualTo(words);
  }
}
