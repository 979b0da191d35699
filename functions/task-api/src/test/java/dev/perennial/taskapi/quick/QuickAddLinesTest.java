package dev.perennial.taskapi.quick;

import static dev.perennial.taskapi.quick.Typed.BERLIN;
import static dev.perennial.taskapi.quick.Typed.inShort;
import static dev.perennial.taskapi.quick.Typed.typed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.JsonFields;
import dev.perennial.events.EventJson;
import dev.perennial.taskapi.fields.RecurrenceFields;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Whole lines, typed on Sunday, 1 March 2026, at 10:30. */
class QuickAddLinesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # A day and a time.
          Dentist at 5 pm on the 21st             | Dentist           | 2026-03-21T17:00 |
          Dentist on the 21st at 5 pm             | Dentist           | 2026-03-21T17:00 |
          On the 21st call Bob at 9               | call Bob          | 2026-03-21T09:00 |
          Dentist by the 21st                     | Dentist           | 2026-03-21 |
          Dentist on the 1st                      | Dentist           | 2026-03-01 |
          Dentist on the 31st                     | Dentist           | 2026-03-31 |
          Dentist on the twenty-first at 5 pm     | Dentist           | 2026-03-21T17:00 |
          Dentist on the 5th of next month        | Dentist           | 2026-04-05 |
          Dentist next month on the 5th at 9      | Dentist           | 2026-04-05T09:00 |
          Call Bob next week at 10am              | Call Bob          | 2026-03-02T10:00 |
          Next week call Bob at 10am              | call Bob          | 2026-03-02T10:00 |
          Call Bob next month at 10am             | Call Bob          | 2026-04-01T10:00 |
          Call Bob next year                      | Call Bob          | 2027-01-01 |
          Call Bob this weekend                   | Call Bob          | 2026-03-01 |
          Call Bob next weekend                   | Call Bob          | 2026-03-07 |
          Call Bob on the weekend                 | Call Bob          | 2026-03-01 |
          Call Bob the day after tomorrow at 9    | Call Bob          | 2026-03-03T09:00 |
          Call Bob day after tomorrow             | Call Bob          | 2026-03-03 |
          Call Bob Tuesday next week              | Call Bob          | 2026-03-03 |
          Call Bob Friday at 10 next week         | Call Bob          | 2026-03-06T10:00 |
          Call Bob next week on Friday            | Call Bob          | 2026-03-06 |
          Call Bob next week Friday at 9          | Call Bob          | 2026-03-06T09:00 |
          Call Bob this coming Friday             | Call Bob          | 2026-03-06 |
          Call Bob on Friday, 13 March at 5pm     | Call Bob          | 2026-03-13T17:00 |
          Call Bob Friday 13th                    | Call Bob          | 2026-03-13 |
          Call Bob on Tue, Mar 3                  | Call Bob          | 2026-03-03 |
          Call Bob tomorrow, 2 March, at 5pm      | Call Bob          | 2026-03-02T17:00 |
          Report due Friday                       | Report            | 2026-03-06 |
          Report due by Friday 5pm                | Report            | 2026-03-06T17:00 |
          Order cake for Friday                   | Order cake        | 2026-03-06 |
          Book table for 7pm                      | Book table        | 2026-03-01T19:00 |
          Pay rent by end of month                | Pay rent          | 2026-03-31 |
          Pay rent at the end of the month        | Pay rent          | 2026-03-31 |
          Pay rent end of next month              | Pay rent          | 2026-04-30 |
          File taxes by the end of April          | File taxes        | 2026-04-30 |
          File taxes by end of year               | File taxes        | 2026-12-31 |
          Pay 24.12.2026                          | Pay               | 2026-12-24 |
          Pay on 24.12. at 5pm                    | Pay               | 2026-12-24T17:00 |
          Pay on 24/12 at 5pm                     | Pay               | 2026-12-24T17:00 |
          Pay 12/24/2026                          | Pay               | 2026-12-24 |
          Pay 2026/12/24                          | Pay               | 2026-12-24 |
          Fri @ 7pm call Bob                      | call Bob          | 2026-03-06T19:00 |
          Call Bob tomorrow @9:30                 | Call Bob          | 2026-03-02T09:30 |
          Call Bob tomorrow 9:30                  | Call Bob          | 2026-03-02T09:30 |
          Call Bob at 5 o'clock                   | Call Bob          | 2026-03-02T05:00 |
          Call Bob 5 o’clock tomorrow             | Call Bob          | 2026-03-02T05:00 |
          Tomorrow at 9 call Bob                  | call Bob          | 2026-03-02T09:00 |
          At 9 call Bob                           | call Bob          | 2026-03-02T09:00 |
          Call at 11 about the trip               | Call about the trip | 2026-03-01T11:00 |
          Call Bob later today                    | Call Bob          | 2026-03-01 |
          Dentist 13 March at 9am                 | Dentist           | 2026-03-13T09:00 |
          Send at 5 p.m. on the 21st              | Send              | 2026-03-21T17:00 |
          Call Bob - Monday 9am                   | Call Bob          | 2026-03-02T09:00 |
          Monday 9am - call Bob                   | call Bob          | 2026-03-02T09:00 |
          # A time from now.
          Turn off the oven in 30 minutes         | Turn off the oven | 2026-03-01T11:00 |
          Turn off the oven in 30 min             | Turn off the oven | 2026-03-01T11:00 |
          Turn off the oven in 90m                | Turn off the oven | 2026-03-01T12:00 |
          Call Bob in 2 hours                     | Call Bob          | 2026-03-01T12:30 |
          Call Bob in 2h                          | Call Bob          | 2026-03-01T12:30 |
          Call Bob in an hour                     | Call Bob          | 2026-03-01T11:30 |
          Call Bob in half an hour                | Call Bob          | 2026-03-01T11:00 |
          Call Bob in an hour and a half          | Call Bob          | 2026-03-01T12:00 |
          Call Bob in 1 hour 15 minutes           | Call Bob          | 2026-03-01T11:45 |
          Call Bob in 1 hour and 15 minutes       | Call Bob          | 2026-03-01T11:45 |
          Call Bob in a couple of hours           | Call Bob          | 2026-03-01T12:30 |
          Call Bob 20 minutes from now            | Call Bob          | 2026-03-01T10:50 |
          Call Bob in 14 hours                    | Call Bob          | 2026-03-02T00:30 |
          Call Bob in 0 minutes                   | Call Bob in 0 minutes | |
          Run 5k in 30 minutes every day          | Run 5k in 30 minutes | 2026-03-01 | daily
          Run 5k in 30 minutes tomorrow           | Run 5k in 30 minutes | 2026-03-02 |
          Run 5k in 30 minutes at 5pm             | Run 5k in 30 minutes | 2026-03-01T17:00 |
          Call Bob in a fortnight                 | Call Bob          | 2026-03-15 |
          Call Bob in a couple of weeks           | Call Bob          | 2026-03-15 |
          Call Bob a week from tomorrow           | Call Bob          | 2026-03-09 |
          Call Bob 3 days from now at 9           | Call Bob          | 2026-03-04T09:00 |
          # A part of the day.
          Call Bob tomorrow morning               | Call Bob          | 2026-03-02T09:00 |
          Call Bob tomorrow afternoon             | Call Bob          | 2026-03-02T15:00 |
          Call Bob Friday evening                 | Call Bob          | 2026-03-06T19:00 |
          Call Bob tomorrow night                 | Call Bob          | 2026-03-02T21:00 |
          Call Bob tonight                        | Call Bob          | 2026-03-01T21:00 |
          Call Bob this evening                   | Call Bob          | 2026-03-01T19:00 |
          Call Bob in the morning                 | Call Bob          | 2026-03-02T09:00 |
          Call Bob on 3 March in the evening      | Call Bob          | 2026-03-03T19:00 |
          Call Bob tonight at 8                   | Call Bob          | 2026-03-01T20:00 |
          Call Bob at 8 tonight                   | Call Bob          | 2026-03-01T20:00 |
          Call Bob at 3 in the afternoon          | Call Bob          | 2026-03-01T15:00 |
          Call Bob tomorrow morning at 7:30       | Call Bob          | 2026-03-02T07:30 |
          Call Bob tomorrow evening at 19:15      | Call Bob          | 2026-03-02T19:15 |
          Call Bob tomorrow morning at 5pm        | Call Bob tomorrow morning at 5pm | |
          Call Bob at night                       | Call Bob          | 2026-03-01T21:00 |
          Good morning call                       | Good morning call | |
          # Recurrences.
          Pay rent every 15th                     | Pay rent          | 2026-03-15 | monthly day=15
          Pay rent every 15th at 9                | Pay rent          | 2026-03-15T09:00 | monthly day=15
          Pay rent every 31st                     | Pay rent          | 2026-03-31 | monthly day=31
          Pay rent every! 15th                    | Pay rent          | 2026-03-15 | monthly day=15 completion
          Pay rent every 15th until 1 June        | Pay rent          | 2026-03-15 | monthly day=15 until=2026-06-01
          Pay every 1st and 15th                  | Pay               | 2026-03-01 | custom FREQ=MONTHLY;BYMONTHDAY=1,15
          Pay every 1st, 10th and 20th of the month | Pay             | 2026-03-01 | custom FREQ=MONTHLY;BYMONTHDAY=1,10,20
          Pay every 2nd and 4th Tuesday           | Pay               | 2026-03-10 | custom FREQ=MONTHLY;BYDAY=2TU,4TU
          Pay every last workday                  | Pay               | 2026-03-31 | custom FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
          Pay every last weekday of the month     | Pay               | 2026-03-31 | custom FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
          Pay on the last workday of the month    | Pay               | 2026-03-31 | custom FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
          Pay every first workday at 9am          | Pay               | 2026-03-02T09:00 | custom FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1
          Pay every 15th workday                  | Pay               | 2026-03-20 | custom FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=15
          Pay every 2 months on the first workday | Pay               | 2026-03-02 | custom FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1
          Pay every last working day at 5pm       | Pay               | 2026-03-31T17:00 | custom FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
          Pay on every 15th                       | Pay               | 2026-03-15 | monthly day=15
          Pay the 15th of each month              | Pay               | 2026-03-15 | monthly day=15
          Pay last Friday of every month          | Pay               | 2026-03-27 | monthly nth=-1FR
          Weekly review every Friday 4pm          | Weekly review     | 2026-03-06T16:00 | weekly FR
          Weekly report on Fridays                | Weekly report     | 2026-03-06 | weekly FR
          Run every business day                  | Run               | 2026-03-02 | weekly MO TU WE TH FR
          Run every morning                       | Run               | 2026-03-02T09:00 | daily
          Run every evening at 8                  | Run               | 2026-03-01T20:00 | daily
          Run every Monday morning                | Run               | 2026-03-02T09:00 | weekly MO
          Run every night                         | Run               | 2026-03-01T21:00 | daily
          Run on Mondays                          | Run               | 2026-03-02 | weekly MO
          Run on Mondays and Thursdays at 7pm     | Run               | 2026-03-02T19:00 | weekly MO TH
          Run on weekdays                         | Run               | 2026-03-02 | weekly MO TU WE TH FR
          Run each Monday                         | Run               | 2026-03-02 | weekly MO
          Run every Monday to Friday              | Run               | 2026-03-02 | weekly MO TU WE TH FR
          Run every Monday and every Thursday     | Run               | 2026-03-02 | weekly MO TH
          Report quarterly                        | Report            | 2026-03-01 | monthly 3
          Report every quarter                    | Report            | 2026-03-01 | monthly 3
          Report every fortnight                  | Report            | 2026-03-01 | weekly 2
          Report biweekly                         | Report            | 2026-03-01 | weekly 2
          Run every day for 3 weeks               | Run               | 2026-03-01 | daily until=2026-03-21
          Run every day ending on 3 March         | Run               | 2026-03-01 | daily until=2026-03-03
          Run every day for 30 minutes            | Run for 30 minutes | 2026-03-01 | daily
          Camp every year for 2 weeks             | Camp for 2 weeks  | 2026-03-01 | yearly
          """)
  void a_schedule_is_understood(
      String text, String title, @Nullable String due, @Nullable String rule) {
    var understood = typed(text);

    assertThat(understood.title()).isEqualTo(title);
    assertThat(inShort(understood.due())).isEqualTo(due);
    assertThat(inShort(understood.recurrence())).isEqualTo(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A time beside a day that is not understood.
        "Dentist at 5 pm on the 21st of this quarter",
        "Dentist at 5pm on Christmas Eve",
        "Dentist at 9 in the spring",
        "Dentist in May at 10am",
        "Dentist mid-March at 10am",
        "Dentist 3/4 at 5pm",
        "Dentist on 3/4/2026 at 5pm",
        "Dentist 9/11 at 5pm",
        "Dentist 21st at 5pm",
        "Dentist on the first at 5pm",
        "Dentist within 2 weeks at 5pm",
        "Dentist later this week at 5pm",
        "Dentist by the end of the week at 5pm",
        "Dentist on her birthday at 5pm",
        "Dentist Friday week at 5pm",
        "Dentist Monday after next at 5pm",
        "Dentist a week on Tuesday at 5pm",
        "Dentist Friday in two weeks at 5pm",
        "Dentist in two weeks on Friday at 5pm",
        "Dentist 3 days after Monday at 5pm",
        "Dentist the week before Easter at 5pm",
        "Dentist yesterday at 5pm",
        "Dentist on Black Friday at 5pm",
        "Dentist on Good Friday",
        "Dentist on Friday, 14 March at 5pm",
        "Dentist on 2026-02-30 at 5pm",
        "Dentist on 31 February at 5pm",
        "Dentist on the 32nd at 5pm",
        "Dentist on Friday or Saturday at 5pm",
        "Dentist tomorrow or Friday",
        "Dentist not today",
        "Pill every 2 hours at 9am",
        "Pill twice a day at 9am",
        "Pill every other morning at 9am",
        "Standup mon-fri at 9am",
        "Standup Monday to Friday at 9am",
        "Open Mondays at 9am",
        "Dentist the week after next at 10am",
        "Dentist in a few days at 10am",
        "Dentist in two days' time at 10am",
        "Dentist the first Monday of next month at 10am",
        "Dentist on the first Monday in April at 10am",
        "Dentist on Valentine's Day at 7pm",
        "Dentist on labor day at 7pm",
        "Dentist 31.12. at 9",
        "Dentist at 5pm EST",
        "Gym Mon, Wed, Fri at 7am",
        "Gym 3x a week at 7am",
        "Gym the second week of every month at 9",
        // A rule with an exception or a second part.
        "Standup every day except Sunday",
        "Standup every day at 9 except on Fridays",
        "Standup every weekday but Friday",
        "Standup every Monday in March",
        "Standup every day during the summer",
        "Standup every Monday at 9 and Friday at 10",
        "Standup every 3 March and 5 May",
        // Ranges.
        "Work from 9am to 5pm",
        "Work 9am - 5pm",
        "Work at 5 or 6pm",
        "Work Friday through Sunday",
        // Names.
        "Watch Midnight Mass",
        "Watch Midnight in Paris",
        "Watch Round Midnight",
        "Get ready for Midnight Mass",
        "Midnight snack",
        "Noon call with Bob",
        "Look at 3 apartments",
        "Look at 3",
        "Look at 3 and 4 apartments",
        "Stay at 20 degrees",
        "Meet Bob at 5 Guys",
        "Meet at 10 Downing Street",
        "Buy 7 up",
        "Order 12 eggs",
        "Read May's letter",
        "Read Monday's paper",
        "Renew Sunday Times",
        "Sunday Times renewal",
        "Watch Friday Night Lights",
        "Read USA Today",
        "Watch Tomorrow Never Dies",
        "Watch The Day After Tomorrow",
        "Watch Edge of Tomorrow",
        "Watch Around the World in 80 Days",
        "Read The 5th Wave",
        "Read The 9/11 Report",
        "Read Henry the 8th at 9pm",
        "Read Daily Mail",
        "Read 1984",
        "Every Day Is a Winding Road",
        "Every Breath You Take",
        "Read John 3:16",
        "Watch the 9pm show",
        "Take the 17:30 train",
        "Buy 16:10 monitor",
        "Prepare the Monday meeting",
        "Write the weekly report",
        "Ask about Friday",
        "Move the party to Friday",
        "delete mails up to january 30th",
        "Renovation - 2nd Floor Bath",
        "Meet on the 2nd floor",
        "Thank every 15th customer",
        "Support 24/7",
        "Buy 1/2 cup",
        "Charge EV Bob",
        "call me maybe",
        "open till 9pm",
        "wait until the 21st",
        "Gym Mon, Wed at 7",
        "Gym Mon and Wed at 7",
        "Gym Mon/Wed at 7",
        "Run tomorrow morning or evening",
        "Run tomorrow morning and evening at 7",
        "Water plants every 3 days until Easter",
        "Water plants every day until it rains",
        "Call at 10am the week after next",
        "Pay bills at 8 on payday",
        "Party 7pm New Year's Eve",
        "Book 2 tickets for 8pm on 31 February",
      })
  void words_that_may_mean_something_else_stay_in_the_title(String text) {
    assertThat(typed(text)).isEqualTo(QuickAddResult.titleOnly(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Watch Midnight Mass tomorrow at 8pm     | Watch Midnight Mass      | 2026-03-02T20:00
          Look at 3 apartments tomorrow           | Look at 3 apartments     | 2026-03-02
          Meet Bob at 5 Guys tomorrow at 6pm      | Meet Bob at 5 Guys       | 2026-03-02T18:00
          Work tomorrow 9am to 5pm                | Work 9am to 5pm          | 2026-03-02
          Call Bob tomorrow after 5pm             | Call Bob after 5pm       | 2026-03-02
          Call April at 5pm                       | Call April               | 2026-03-01T17:00
          Read chapter 3 at 9pm                   | Read chapter 3           | 2026-03-01T21:00
          Prepare the Friday meeting at 5pm       | Prepare the Friday meeting | 2026-03-01T17:00
          Wrap Christmas presents at 5pm          | Wrap Christmas presents  | 2026-03-01T17:00
          Water every plant at 5pm                | Water every plant        | 2026-03-01T17:00
          Ship 1.2.3 at 5pm                       | Ship 1.2.3               | 2026-03-01T17:00
          Buy 7 up at 5pm                         | Buy 7 up                 | 2026-03-01T17:00
          CALL BOB TOMORROW AT 9                  | CALL BOB                 | 2026-03-02T09:00
          CALL BOB FRIDAY NOW                     | CALL BOB NOW             | 2026-03-06
          call\u00a0Bob\u2003tomorrow\u3000at\u00a09 | call\u00a0Bob         | 2026-03-02T09:00
          call Bob\u200btomorrow                  | call Bob                 | 2026-03-02
          (((call Bob))) tomorrow!!!              | (((call Bob)))!!!        | 2026-03-02
          call Bob tomorrow;                      | call Bob                 | 2026-03-02
          call Bob: tomorrow: at 9:               | call Bob                 | 2026-03-02T09:00
          ,,, tomorrow call                       | ,,, call                 | 2026-03-02
          """)
  void the_rest_of_a_line_is_understood_beside_such_words(String text, String title, String due) {
    var understood = typed(text.translateEscapes());

    assertThat(understood.title()).isEqualTo(title.translateEscapes());
    assertThat(inShort(understood.due())).isEqualTo(due);
    assertThat(understood.recurrence()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-03-22T08:00 | on the 21st       | 2026-04-21
          2026-03-21T08:00 | on the 21st       | 2026-03-21
          2026-04-01T08:00 | on the 31st       | 2026-05-31
          2026-03-02T08:00 | next week         | 2026-03-09
          2026-12-31T08:00 | next week         | 2027-01-04
          2026-01-31T08:00 | next month        | 2026-02-01
          2026-12-01T08:00 | next month        | 2027-01-01
          2026-03-04T08:00 | this weekend      | 2026-03-07
          2026-03-07T08:00 | this weekend      | 2026-03-07
          2026-03-07T08:00 | next weekend      | 2026-03-14
          2026-02-10T08:00 | end of month      | 2026-02-28
          2026-03-10T08:00 | end of march      | 2026-03-31
          2026-04-10T08:00 | end of march      | 2027-03-31
          2026-03-04T08:00 | tuesday next week | 2026-03-10
          2026-03-01T08:00 | in the morning    | 2026-03-01T09:00
          2026-03-01T22:00 | at night          | 2026-03-02T21:00
          2026-03-01T23:45 | in 30 minutes     | 2026-03-02T00:15
          2026-05-30T08:00 | every last workday | 2026-06-30
          """)
  void a_day_counts_from_the_current_one(LocalDateTime now, String words, String due) {
    var understood = QuickAdd.parse("call Bob " + words, now, BERLIN);

    assertThat(understood.title()).isEqualTo("call Bob");
    assertThat(inShort(understood.due())).isEqualTo(due);
  }

  @Test
  void hours_from_now_pass_a_change_of_the_clock() {
    var beforeSummerTime = ZonedDateTime.parse("2026-03-29T01:30:40+01:00[Europe/Berlin]");
    var secondHalfPastTwo = ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]");

    assertThat(inShort(QuickAdd.parse("rest in 1 hour", beforeSummerTime).due()))
        .isEqualTo("2026-03-29T03:30");
    assertThat(inShort(QuickAdd.parse("rest in 1 hour", secondHalfPastTwo).due()))
        .isEqualTo("2026-10-25T03:30");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          tonight at 8         | tonight -> date: 2026-03-01, time: 20:00; at 8 -> time: 20:00
          tomorrow morning     | tomorrow -> date: 2026-03-02; morning -> time: 09:00
          every evening        | every evening -> recurrence: every day, time: 19:00
          in 30 minutes        | in 30 minutes -> date: 2026-03-01, time: 11:00
          every day for 2 weeks| every day -> recurrence: every day; for 2 weeks -> end: until 2026-03-14
          friday at 9, 13 march| friday -> date: 2026-03-13; at 9 -> time: 09:00; 13 march -> date: 2026-03-13
          every last workday   | every last workday -> recurrence: by FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
          """)
  void a_phrase_has_a_description_of_its_meaning(String words, String descriptions) {
    assertThat(Typed.phrases("go " + words)).containsExactly(descriptions.split("; "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every 15th",
        "every 31st",
        "every 1st and 15th",
        "every 15th and 31st",
        "every 1st and last day",
        "every 2nd and 4th tuesday",
        "every last workday",
        "every 2 months on the first workday",
        "every! last workday",
        "every last workday for 6 months",
        "every quarter",
        "on mondays and fridays",
        "every morning",
        "every day for 3 weeks",
      })
  void a_recurrence_is_one_that_the_api_accepts(String words) {
    var understood = typed("pay " + words);
    var errors = new FieldErrors();
    ObjectNode body = EventJson.MAPPER.createObjectNode();
    body.set("recurrence", EventJson.MAPPER.valueToTree(understood.recurrence()));

    var read =
        RecurrenceFields.read(
            JsonFields.of(body, errors, Set.of("recurrence")),
            "recurrence",
            understood.due(),
            () -> ZoneOffset.UTC,
            errors);

    errors.throwIfAny();
    assertThat(understood.recurrence()).isNotNull();
    assertThat(read).isEqualTo(understood.recurrence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"every 15th ", "at 5 or ", "in 1 hour ", "next ", "x", "\u200b", "((("})
  void a_line_of_10_000_characters_is_a_title(String word) {
    var text = word.repeat(10_000 / word.length());

    assertThat(typed(text)).isEqualTo(QuickAddResult.titleOnly(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "next week",
        "tonight",
        "in 30 minutes",
        "every last workday",
        "on the 21st",
        "\u200b",
        "every morning at 8",
        "...",
        "at",
        "every",
        "in the",
        "next",
        "the",
        "\u3000",
        "'",
        "- - -"
      })
  void a_line_without_a_title_is_its_own_title(String text) {
    assertThat(typed(text)).isEqualTo(QuickAddResult.titleOnly(text));
  }
}
