package dev.perennial.taskapi.quick;

import static dev.perennial.taskapi.quick.Typed.BERLIN;
import static dev.perennial.taskapi.quick.Typed.NOW;
import static dev.perennial.taskapi.quick.Typed.inShort;
import static dev.perennial.taskapi.quick.Typed.typed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import java.time.LocalDate;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickAddDatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          call Bob today                  | call Bob | 2026-03-01
          call Bob tomorrow               | call Bob | 2026-03-02
          tomorrow call Bob               | call Bob | 2026-03-02
          call Bob TOMORROW               | call Bob | 2026-03-02
          call Bob monday                 | call Bob | 2026-03-02
          call Bob on friday              | call Bob | 2026-03-06
          call Bob by Friday              | call Bob | 2026-03-06
          call Bob fri                    | call Bob | 2026-03-06
          call Bob on sat                 | call Bob | 2026-03-07
          call Bob next monday            | call Bob | 2026-03-02
          call Bob next friday            | call Bob | 2026-03-06
          call Bob this friday            | call Bob | 2026-03-06
          # Today is a Sunday.
          call Bob sunday                 | call Bob | 2026-03-08
          call Bob this sunday            | call Bob | 2026-03-01
          call Bob next sunday            | call Bob | 2026-03-08
          call Bob in 3 days              | call Bob | 2026-03-04
          call Bob in two weeks           | call Bob | 2026-03-15
          call Bob in a week              | call Bob | 2026-03-08
          call Bob in 3 months            | call Bob | 2026-06-01
          call Bob in 1 year              | call Bob | 2027-03-01
          call Bob on 3 March             | call Bob | 2026-03-03
          call Bob on 1 March             | call Bob | 2026-03-01
          call Bob on 28 February         | call Bob | 2027-02-28
          call Bob on 29 February         | call Bob | 2028-02-29
          call Bob on 3 March 2027        | call Bob | 2027-03-03
          call Bob on 3 March 2020        | call Bob | 2020-03-03
          call Bob March 3rd              | call Bob | 2026-03-03
          call Bob March 3rd, 2028        | call Bob | 2028-03-03
          call Bob march 3 2028           | call Bob | 2028-03-03
          call Bob on may 3               | call Bob | 2026-05-03
          call Bob on the 3rd of May      | call Bob | 2026-05-03
          call Bob 24 dec                 | call Bob | 2026-12-24
          call Bob Dec 24                 | call Bob | 2026-12-24
          call Bob 2026-12-01             | call Bob | 2026-12-01
          call Bob on 2026-12-01          | call Bob | 2026-12-01
          """)
  void a_date_is_understood(String text, String title, String due) {
    var understood = typed(text);

    assertThat(understood.title()).isEqualTo(title);
    assertThat(understood.due()).isEqualTo(new Due(LocalDate.parse(due), null, null));
    assertThat(understood.recurrence()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-03-04 | friday      | 2026-03-06
          2026-03-04 | this friday | 2026-03-06
          2026-03-04 | next friday | 2026-03-13
          2026-03-04 | wednesday   | 2026-03-11
          2026-03-04 | this wed    | 2026-03-04
          2026-03-04 | next monday | 2026-03-09
          2026-01-31 | in 1 month  | 2026-02-28
          2096-03-01 | 29 feb      | 2104-02-29
          """)
  void a_relative_date_counts_from_the_current_day(LocalDate today, String words, String due) {
    var understood = QuickAdd.parse("call Bob " + words, today.atTime(8, 0), BERLIN);

    assertThat(inShort(understood.due())).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          call at 9                 | 2026-03-02T09:00
          call at 11                | 2026-03-01T11:00
          call at 10:30             | 2026-03-02T10:30
          call at 10:31             | 2026-03-01T10:31
          call at 9am               | 2026-03-02T09:00
          call at 9 am              | 2026-03-02T09:00
          call at 9 pm              | 2026-03-01T21:00
          call at 17:30             | 2026-03-01T17:30
          call at 7:05              | 2026-03-02T07:05
          call 17:30                | 2026-03-01T17:30
          call 9:30pm               | 2026-03-01T21:30
          call 9:30 PM              | 2026-03-01T21:30
          call 9pm                  | 2026-03-01T21:00
          call by 9pm               | 2026-03-01T21:00
          call at 12am              | 2026-03-02T00:00
          call at 12pm              | 2026-03-01T12:00
          call noon                 | 2026-03-01T12:00
          call at noon              | 2026-03-01T12:00
          call at midnight          | 2026-03-02T00:00
          call tomorrow at 9        | 2026-03-02T09:00
          call at 9 tomorrow        | 2026-03-02T09:00
          call today at 9           | 2026-03-01T09:00
          call on friday at 9:30pm  | 2026-03-06T21:30
          """)
  void a_time_is_on_the_given_day_or_else_the_next_such_time(String text, String due) {
    var understood = typed(text);

    assertThat(understood.title()).isEqualTo("call");
    assertThat(inShort(understood.due())).isEqualTo(due);
  }

  @Test
  void a_due_time_is_in_the_zone_of_who_typed_it_and_an_all_day_task_in_every_zone() {
    assertThat(typed("call at 11").due())
        .isEqualTo(new Due(NOW.toLocalDate(), LocalTime.of(11, 0), BERLIN));
    assertThat(typed("call today").due()).isEqualTo(new Due(NOW.toLocalDate(), null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          buy 3 eggs
          read chapter 9
          read John 3:16
          call May
          call May 3 times
          the 2 may differ
          march 3 miles
          watch the sun rise
          the sat nav is a second hand one
          wed Bob
          work from monday
          wait until 1 june
          wait until friday
          do 10 pushups
          do pushups 10 times
          meet at 25
          meet at 9:75
          meet at 13pm
          divide by 9
          meet on 31 february
          meet on 29 february 2027
          meet 2026-02-30
          meet 10000-01-01
          meet 1899-12-31
          meet in 5000 years
          meet in days
          fix issue #12
          write C#
          follow ##x
          sell the p5
          ask a.b@example.org
          every
          every hour of it
          every time
          every 0 days
          every 1001 days
          every last day
          every 15th customer
          every 6th of it
          every first
          meet on the 2nd floor
          on the first day
          in
          at
          from
          after completion of the course
          """)
  void words_that_match_no_phrase_stay_in_the_title(String text) {
    assertThat(typed(text)).isEqualTo(QuickAddResult.titleOnly(text));
  }
}
