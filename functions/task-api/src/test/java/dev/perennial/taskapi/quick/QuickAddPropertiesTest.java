package dev.perennial.taskapi.quick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.perennial.taskapi.quick.text.English;
import dev.perennial.taskapi.quick.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

/** Properties of every line at every time. */
class QuickAddPropertiesTest {

  private static final List<String> OTHERS =
      List.of(
          "9",
          "31",
          "1000",
          "9999",
          "3rd",
          "31st",
          "#a",
          "#12",
          "9am",
          "17:30",
          "2026-12-01",
          "2026-02-30",
          "every!",
          "24.12.2026",
          "24/12",
          "90m",
          "@9",
          "mon-fri",
          "except",
          "christmas",
          "plants",
          "Bob's",
          "\"at 9\"",
          "\"",
          "“p1 today”",
          "'",
          "(",
          ")",
          ",",
          "mon,",
          "and,",
          "\\",
          "🎉",
          "\u00a0",
          "İ",
          "٣");

  @Property
  void parsing_never_throws_and_keeps_its_guarantees(
      @ForAll("soups") String text, @ForAll("times") LocalDateTime now) {
    var understood = parse(text, now);

    assertThat(understood.title().isBlank()).isEqualTo(text.isBlank());
    assertThat(understood.phrases()).allSatisfy(phrase -> assertThat(text).contains(phrase.text()));
    assertThat(understood.recurrence() == null || understood.due() != null).isTrue();
    if (understood.phrases().isEmpty()) {
      assertThat(understood).isEqualTo(QuickAddResult.titleOnly(text));
    }
  }

  @Property
  void any_text_is_parsed(
      @ForAll @StringLength(max = 600) String text, @ForAll("times") LocalDateTime now) {
    assertThat(parse(text, now).title().isBlank()).isEqualTo(text.isBlank());
  }

  @Property
  void every_word_is_in_a_phrase_or_in_the_title_in_order(
      @ForAll("soups") String text, @ForAll("times") LocalDateTime now) {
    var understood = parse(text, now);

    List<String> left = words(understood.title());
    List<String> taken =
        understood.phrases().stream().flatMap(phrase -> words(phrase.text()).stream()).toList();
    assertThat(Stream.concat(left.stream(), taken.stream()))
        .containsExactlyInAnyOrderElementsOf(words(text));
    assertThat(areInOrder(left, text)).isTrue();
    assertThat(areInOrder(taken, text)).isTrue();
  }

  @Property
  void the_first_due_is_today_or_later_unless_the_date_was_typed(
      @ForAll("soups") String text, @ForAll("times") LocalDateTime now) {
    var understood = parse(text, now);
    boolean typed = understood.phrases().stream().anyMatch(p -> p.as().startsWith("date: "));

    if (understood.due() != null && !typed) {
      var due = understood.due();
      assertThat(due.date()).isAfterOrEqualTo(now.toLocalDate());
      if (due.time() != null) {
        assertThat(due.date().atTime(due.time())).isAfter(now);
      }
    }
  }

  @Property
  void a_fully_quoted_line_is_not_parsed(
      @ForAll("soups") String text, @ForAll("times") LocalDateTime now) {
    String quoted = "\"" + text.replace("\"", "").substring(0, shorter(text)) + "\"";

    assertThat(parse(quoted, now)).isEqualTo(QuickAddResult.titleOnly(quoted));
    assertThat(parse("read " + quoted + " p1", now).title()).isEqualTo("read " + quoted);
  }

  @Property
  void text_before_every_phrase_starts_the_title(
      @ForAll("soups") String text, @ForAll("times") LocalDateTime now) {
    assertThat(parse("call Bob " + text, now).title()).startsWith("call Bob");
  }

  @Property(tries = 20)
  void a_line_that_repeats_one_word_is_parsed_quickly(@ForAll("words") String word) {
    String text = (word + " ").repeat(QuickAdd.MAX_LENGTH / (word.length() + 1));

    // A bound that only a hang exceeds.
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> parse(text, Typed.NOW));
  }

  @Provide
  Arbitrary<LocalDateTime> times() {
    return Arbitraries.longs()
        .between(0, Instant.parse("2190-12-31T23:59:59Z").getEpochSecond())
        .map(second -> LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(grammar());
  }

  @Provide
  Arbitrary<String> soups() {
    return words()
        .list()
        .ofMaxSize(60)
        .map(words -> String.join(" ", words))
        .map(text -> text.substring(0, Math.min(text.length(), QuickAdd.MAX_LENGTH)));
  }

  private static Set<String> grammar() {
    Words words = English.WORDS;
    Set<String> all = new TreeSet<>(OTHERS);
    Stream.of(
            words.weekdays(),
            words.groups(),
            words.months(),
            words.units(),
            words.plurals(),
            words.clockUnits(),
            words.partsOfDay(),
            words.everyUnit(),
            words.daysFromToday(),
            words.numbers(),
            words.ordinals(),
            words.times(),
            words.halfDays(),
            words.priorities())
        .map(Map::keySet)
        .forEach(all::addAll);
    words.particles().values().forEach(all::addAll);
    return all;
  }

  private static QuickAddResult parse(String text, LocalDateTime now) {
    return QuickAdd.parse(text, now, Typed.BERLIN);
  }

  private static int shorter(String text) {
    return Math.min(text.replace("\"", "").length(), QuickAdd.MAX_LENGTH - 20);
  }

  /** Without the marks that are removed with a phrase. */
  private static List<String> words(String text) {
    return Stream.of(text.split("[\\s\u00a0,;:()!?.]+")).filter(word -> !word.isEmpty()).toList();
  }

  private static boolean areInOrder(List<String> some, String text) {
    int found = 0;
    for (String word : words(text)) {
      found += found < some.size() && some.get(found).equals(word) ? 1 : 0;
    }
    return found == some.size();
  }
}
