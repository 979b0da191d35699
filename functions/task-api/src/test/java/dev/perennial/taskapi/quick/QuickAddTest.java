package dev.perennial.taskapi.quick;

import static dev.perennial.taskapi.quick.Typed.inShort;
import static dev.perennial.taskapi.quick.Typed.phrases;
import static dev.perennial.taskapi.quick.Typed.typed;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.TaskSnapshot.Priority;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuickAddTest {

  @Test
  void a_line_becomes_a_task() {
    var understood = typed("water plants every 3 days at 9 #home p1 from tomorrow");

    assertThat(understood.title()).isEqualTo("water plants");
    assertThat(understood.priority()).isEqualTo(Priority.HIGH);
    assertThat(understood.tags()).containsExactly("home");
    assertThat(inShort(understood.due())).isEqualTo("2026-03-02T09:00");
    assertThat(inShort(understood.recurrence())).isEqualTo("daily 3");
    assertThat(phrases("water plants every 3 days at 9 #home p1 from tomorrow"))
        .containsExactly(
            "every 3 days -> recurrence: every 3 days",
            "at 9 -> time: 09:00",
            "#home -> tag: home",
            "p1 -> priority: high",
            "from tomorrow -> date: 2026-03-02");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Every  DAY                       | recurrence: every day
          every other week                 | recurrence: every 2 weeks
          every thu and mon                | recurrence: every week on Monday, Thursday
          every month on the 31st          | recurrence: every month on day 31
          every month on the last day      | recurrence: every month on the last day
          every last fri                   | recurrence: every month on the last Friday
          every second tuesday of the month| recurrence: every month on the 2nd Tuesday
          every first monday               | recurrence: every month on the 1st Monday
          every third monday               | recurrence: every month on the 3rd Monday
          every fourth monday              | recurrence: every month on the 4th Monday
          every 3 march                    | recurrence: every year on 3 March
          every! 2 months                  | recurrence: every 2 months after completion
          March 3rd, 2028                  | date: 2028-03-03
          9:30 pm                          | time: 21:30
          P4                               | priority: none
          """)
  void a_phrase_has_a_description_of_its_meaning(String words, String as) {
    assertThat(phrases("go " + words + " now")).containsExactly(words + " -> " + as);
  }

  @Test
  void basis_and_end_are_phrases_of_their_own() {
    assertThat(phrases("go every day after completion until friday"))
        .contains("after completion -> basis: completion", "until friday -> end: until 2026-03-06");
    assertThat(phrases("go every day for 5 times")).contains("for 5 times -> end: after 5");
  }

  @ParameterizedTest
  @CsvSource({"p1, HIGH", "p2, MEDIUM", "p3, LOW", "p4, NONE", "P1, HIGH"})
  void a_priority_is_understood(String words, Priority priority) {
    assertThat(typed("go " + words).priority()).isEqualTo(priority);
    assertThat(typed("go " + words).title()).isEqualTo("go");
  }

  @Test
  void tags_keep_their_letters_and_are_there_once() {
    var understood = typed("#Zuhause go #Straße #to-do/later #Zuhause #दुकान");

    assertThat(understood.title()).isEqualTo("go");
    assertThat(understood.tags()).containsExactly("Zuhause", "Straße", "to-do/later", "दुकान");
  }

  @Test
  void a_surplus_or_overlong_tag_stays_in_the_title() {
    var tags = IntStream.rangeClosed(1, 21).mapToObj(i -> "#t" + i).collect(joining(" "));

    assertThat(typed("go " + tags + " #t1").title()).isEqualTo("go #t21");
    assertThat(typed("go " + tags).tags()).hasSize(QuickAdd.MAX_TAGS);
    assertThat(typed("go #" + "x".repeat(51)).tags()).isEmpty();
    assertThat(typed("go #" + "x".repeat(50)).tags()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          go today tomorrow                    | go tomorrow           | 2026-03-01 |
          go p1 p3                             | go p3                 |            |
          go at 11 at 12                       | go at 12              | 2026-03-01T11:00 |
          go daily every week                  | go every week         | 2026-03-01 | daily
          go daily from friday tomorrow        | go tomorrow           | 2026-03-06 | daily
          go daily 3 times until friday        | go until friday       | 2026-03-01 | daily after=3
          # Without a recurrence, "from" is none of the kind.
          letter from monday tomorrow          | letter from monday    | 2026-03-02 |
          """)
  void of_two_phrases_of_a_kind_the_first_is_used(
      String text, String title, @Nullable String due, @Nullable String rule) {
    var understood = typed(text);

    assertThat(understood.title()).isEqualTo(title);
    assertThat(inShort(understood.due())).isEqualTo(due);
    assertThat(inShort(understood.recurrence())).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          read "every day at 9" today          | read "every day at 9"
          read "A" and "B tomorrow" today      | read "A" and "B tomorrow"
          read “Tomorrow  #never” today        | read “Tomorrow  #never”
          read „Bis p1“ today                  | read „Bis p1“
          read «at 9» today                    | read «at 9»
          read 'the day after, at 9' today     | read 'the day after, at 9'
          read ‘the 3rd of May’ today          | read ‘the 3rd of May’
          read ("today") today                 | read ("today")
          say:"go at 9" today                  | say:"go at 9"
          read 'til Bob's, today               | read 'til Bob's
          the dogs' food today                 | the dogs' food
          buy a 5" pipe today                  | buy a 5" pipe
          back\\slash "\\" today               | back\\slash "\\"
          """)
  void quoted_text_is_not_parsed(String text, String title) {
    var understood = typed(text);

    assertThat(understood.title()).isEqualTo(title);
    assertThat(inShort(understood.due())).isEqualTo("2026-03-01");
    assertThat(understood.recurrence()).isNull();
    assertThat(understood.phrases()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          call Bob tomorrow, bring cake        | call Bob, bring cake
          call Bob, tomorrow                   | call Bob
          tomorrow: call Bob                   | call Bob
          tomorrow, call Bob                   | call Bob
          call Bob (tomorrow)                  | call Bob
          call Bob (tomorrow) at home          | call Bob at home
          call Bob tomorrow.                   | call Bob.
          are we done today?                   | are we done?
          call  Bob   tomorrow   about  it     | call  Bob about  it
          wait... tomorrow!                    | wait...!
          call #home Bob p1 today              | call Bob
          🎉 tomorrow                          | 🎉
          call (Bob) tomorrow                  | call (Bob)
          """)
  void the_title_is_what_is_left_in_order(String text, String title) {
    assertThat(typed(text).title()).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tomorrow", "#home p1", "every day at 9.", " today ", "(tomorrow)", "", "  ", "!"})
  void if_the_title_would_be_empty_no_phrase_is_used(String text) {
    assertThat(typed(text)).isEqualTo(QuickAddResult.titleOnly(text));
  }

  @Test
  void a_text_that_is_too_long_is_not_parsed() {
    var atMost = "x".repeat(QuickAdd.MAX_LENGTH - 6) + " today";

    assertThat(typed(atMost).phrases()).hasSize(1);
    assertThat(typed("x" + atMost)).isEqualTo(QuickAddResult.titleOnly("x" + atMost));
  }

  @Test
  void a_date_that_no_series_reaches_is_not_understood() {
    var text = "rest every monday from 9999-12-31";

    assertThat(typed(text)).isEqualTo(QuickAddResult.titleOnly(text));
  }

  @Test
  void the_lists_of_a_result_are_immutable() {
    assertThat(typed("go #home").tags()).isEqualTo(List.of("home")).isUnmodifiable();
    assertThat(typed("go #home").phrases()).isUnmodifiable();
  }
}
