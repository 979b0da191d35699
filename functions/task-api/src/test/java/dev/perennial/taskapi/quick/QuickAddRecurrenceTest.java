package dev.perennial.taskapi.quick;

import static dev.perennial.taskapi.quick.Typed.BERLIN;
import static dev.perennial.taskapi.quick.Typed.inShort;
import static dev.perennial.taskapi.quick.Typed.typed;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickAddRecurrenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          daily                                | daily                 | 2026-03-01
          every day                            | daily                 | 2026-03-01
          every 3 days                         | daily 3               | 2026-03-01
          every three days                     | daily 3               | 2026-03-01
          every third day                      | daily 3               | 2026-03-01
          every other day                      | daily 2               | 2026-03-01
          Every Day                            | daily                 | 2026-03-01
          weekly                               | weekly                | 2026-03-01
          every week                           | weekly                | 2026-03-01
          every 2 weeks                        | weekly 2              | 2026-03-01
          every week on friday                 | weekly FR             | 2026-03-06
          every 2 weeks on mon and thu         | weekly 2 MO TH        | 2026-03-02
          weekly on sunday                     | weekly SU             | 2026-03-01
          every monday                         | weekly MO             | 2026-03-02
          every monday and thursday            | weekly MO TH          | 2026-03-02
          every thu & mon                      | weekly MO TH          | 2026-03-02
          every mon, wed                       | weekly MO WE          | 2026-03-02
          every tue, thu, and sat              | weekly TU TH SA       | 2026-03-03
          every sun                            | weekly SU             | 2026-03-01
          every other friday                   | weekly 2 FR           | 2026-03-06
          every weekday                        | weekly MO TU WE TH FR | 2026-03-02
          every weekend                        | weekly SA SU          | 2026-03-01
          monthly                              | monthly               | 2026-03-01
          every month                          | monthly               | 2026-03-01
          every 2 months                       | monthly 2             | 2026-03-01
          every month on the 31st              | monthly day=31        | 2026-03-31
          every 2 months on the 15th           | monthly 2 day=15      | 2026-03-15
          monthly on the 1st                   | monthly day=1         | 2026-03-01
          every month on the last day          | monthly day=-1        | 2026-03-31
          every month on the first monday      | monthly nth=1MO       | 2026-03-02
          on the last day of the month         | monthly day=-1        | 2026-03-31
          on the last day of every month       | monthly day=-1        | 2026-03-31
          every last day of the month          | monthly day=-1        | 2026-03-31
          every 15th of the month              | monthly day=15        | 2026-03-15
          every last friday                    | monthly nth=-1FR      | 2026-03-27
          every last friday of the month       | monthly nth=-1FR      | 2026-03-27
          every 2nd tuesday                    | monthly nth=2TU       | 2026-03-10
          every second tuesday of the month    | monthly nth=2TU       | 2026-03-10
          every 5th friday                     | monthly nth=5FR       | 2026-03-27
          yearly                               | yearly                | 2026-03-01
          every year                           | yearly                | 2026-03-01
          annually                             | yearly                | 2026-03-01
          every 3 march                        | yearly                | 2026-03-03
          every may 1st                        | yearly                | 2026-05-01
          every 29 february                    | yearly                | 2028-02-29
          """)
  void a_recurrence_starts_on_the_first_date_that_fits(String words, String rule, String due) {
    var understood = typed("pay rent " + words);

    assertThat(understood.title()).isEqualTo("pay rent");
    assertThat(inShort(understood.recurrence())).isEqualTo(rule);
    assertThat(inShort(understood.due())).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          every day at 11                  | daily           | 2026-03-01T11:00
          every day at 9                   | daily           | 2026-03-02T09:00
          at 9 every sunday                | weekly SU       | 2026-03-08T09:00
          every 3 days from tomorrow       | daily 3         | 2026-03-02
          every 3 days tomorrow            | daily 3         | 2026-03-02
          every day starting on friday     | daily           | 2026-03-06
          every day from today at 9        | daily           | 2026-03-01T09:00
          every monday from 3 march        | weekly MO       | 2026-03-09
          monthly from 31 january 2027     | monthly         | 2027-01-31
          yearly on 24 december            | yearly          | 2026-12-24
          every month on 24 december       | monthly         | 2026-12-24
          from 2026-04-01 every last friday| monthly nth=-1FR| 2026-04-24
          """)
  void time_and_start_decide_the_first(String words, String rule, String due) {
    a_recurrence_starts_on_the_first_date_that_fits(words, rule, due);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          every 3 days after completion             | daily 3 completion       | 2026-03-01
          after completion every 3 days             | daily 3 completion       | 2026-03-01
          every! 3 days                             | daily 3 completion       | 2026-03-01
          every! 3 days after completion            | daily 3 completion       | 2026-03-01
          every! 2 weeks on monday                  | weekly 2 MO completion   | 2026-03-02
          every! monday                             | weekly MO completion     | 2026-03-02
          every monday after completion             | weekly MO completion     | 2026-03-02
          every! last friday                        | monthly nth=-1FR completion | 2026-03-27
          every! month                              | monthly completion       | 2026-03-01
          every day until 1 June                    | daily until=2026-06-01   | 2026-03-01
          every day till may 3                      | daily until=2026-05-03   | 2026-03-01
          every day until today                     | daily until=2026-03-01   | 2026-03-01
          every day from next monday until friday   | daily until=2026-03-06   | 2026-03-02
          every day from 1 june until 1 march       | daily until=2027-03-01   | 2026-06-01
          every day for 5 times                     | daily after=5            | 2026-03-01
          every day 10 times                        | daily after=10           | 2026-03-01
          weekly ten times                          | weekly after=10          | 2026-03-01
          every! 2 weeks for 3 times                | weekly 2 completion after=3 | 2026-03-01
          """)
  void basis_and_end_are_understood(String words, String rule, String due) {
    a_recurrence_starts_on_the_first_date_that_fits(words, rule, due);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # An end before the beginning.
          rest daily until 2026-02-28               | rest until 2026-02-28       | daily
          rest daily until 31 february              | rest daily until 31 february |
          rest daily 0 times                        | rest 0 times                | daily
          rest daily 1001 times                     | rest 1001 times             | daily
          # How often on each day.
          take pills 3 times a day every day        | take pills 3 times a day    | daily
          take pills 3 times daily                  | take pills 3 times          | daily
          take pills 3 times every day              | take pills 3 times          | daily
          # The day of a year is kept in the due date, which a completion is not.
          rest every 3 march after completion       | rest after completion       | yearly
          rest every! 3 march                       | rest every! 3 march |
          # A list goes on only with another weekday.
          rest every mon, then run                  | rest, then run              | weekly MO
          rest every mon and run                    | rest and run                | weekly MO
          rest every month on the beach             | rest on the beach           | monthly
          """)
  void phrases_about_a_missing_recurrence_stay_in_the_title(
      String text, String title, String rule) {
    var understood = typed(text);

    assertThat(understood.title()).isEqualTo(title);
    assertThat(inShort(understood.recurrence())).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-02-15T08:00 | every month on the 31st | 2026-02-28
          2026-02-28T08:00 | every month on the 30th | 2026-02-28
          2026-03-06T08:00 | every friday at 9       | 2026-03-06T09:00
          2026-03-06T09:00 | every friday at 9       | 2026-03-13T09:00
          2026-03-27T12:00 | every last friday at 9  | 2026-04-24T09:00
          2097-01-01T08:00 | every 29 february       | 2104-02-29
          """)
  void the_first_is_from_today_on_or_the_next_that_fits_if_its_time_has_passed(
      LocalDateTime now, String words, String due) {
    var understood = QuickAdd.parse("pay rent " + words, now, BERLIN);

    assertThat(inShort(understood.due())).isEqualTo(due);
  }
}
