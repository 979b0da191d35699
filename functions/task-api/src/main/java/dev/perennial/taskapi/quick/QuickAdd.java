package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.phrase.BasisPhrase;
import dev.perennial.taskapi.quick.phrase.DatePhrase;
import dev.perennial.taskapi.quick.phrase.DayOfMonthPhrase;
import dev.perennial.taskapi.quick.phrase.DayOfYearPhrase;
import dev.perennial.taskapi.quick.phrase.EndPhrase;
import dev.perennial.taskapi.quick.phrase.IntervalPhrase;
import dev.perennial.taskapi.quick.phrase.Meaning;
import dev.perennial.taskapi.quick.phrase.PhraseMatcher;
import dev.perennial.taskapi.quick.phrase.PriorityPhrase;
import dev.perennial.taskapi.quick.phrase.StartPhrase;
import dev.perennial.taskapi.quick.phrase.TagPhrase;
import dev.perennial.taskapi.quick.phrase.TimePhrase;
import dev.perennial.taskapi.quick.phrase.WeekdaysPhrase;
import dev.perennial.taskapi.quick.text.English;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Sentence;
import dev.perennial.taskapi.quick.text.Token;
import dev.perennial.taskapi.quick.text.Words;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses a task that was typed as one line.
 *
 * <p>At each word the longest phrase that starts there is matched; other words stay in the title.
 * Of two phrases of the same kind (two dates, two priorities) the first is used and the second
 * stays in the title; there may be several tags. Phrases about a recurrence (from, until, a number
 * of times, after completion) stay in the title if there is no recurrence. Quoted text is not
 * parsed and keeps its quotes. A comma, a colon or brackets left around a phrase are removed with
 * it. If the title would be empty, the title is the whole text and no phrase is used.
 */
public final class QuickAdd {

  /** In UTF-16 units; a longer text is not parsed. */
  public static final int MAX_LENGTH = 500;

  /** Further tags stay in the title. */
  public static final int MAX_TAGS = 20;

  /** In UTF-16 units; a longer tag stays in the title. */
  public static final int MAX_TAG_LENGTH = TagPhrase.MAX_LENGTH;

  private static final Words WORDS = English.WORDS;

  private static final List<PhraseMatcher> MATCHERS =
      List.of(
          new TagPhrase(),
          new PriorityPhrase(),
          new TimePhrase(),
          new DatePhrase(),
          new StartPhrase(),
          new IntervalPhrase(),
          new WeekdaysPhrase(),
          new DayOfMonthPhrase(),
          new DayOfYearPhrase(),
          new BasisPhrase(),
          new EndPhrase());

  private QuickAdd() {}

  /**
   * Never throws, whatever the text.
   *
   * @param now the local date and time of the user, to which "tomorrow" is relative
   * @param zone of the user; becomes the zone of a due time
   */
  public static QuickAddResult parse(String text, LocalDateTime now, ZoneId zone) {
    if (text.length() > MAX_LENGTH) {
      return QuickAddResult.titleOnly(text);
    }
    Sentence sentence = Sentence.of(text);
    return new Assembly(sentence, now, zone).of(matches(sentence.tokens()));
  }

  private static List<Match> matches(List<Token> tokens) {
    List<Match> matches = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      Match longest = longestAt(tokens, at);
      if (longest != null) {
        matches.add(longest);
      }
      at = longest == null ? at + 1 : longest.to();
    }
    return matches;
  }

  private static @Nullable Match longestAt(List<Token> tokens, int at) {
    Match longest = null;
    for (PhraseMatcher matcher : MATCHERS) {
      Scan scan = new Scan(tokens, at, WORDS);
      Meaning meaning = matcher.match(scan);
      if (meaning != null && (longest == null || scan.position() > longest.to())) {
        longest = new Match(at, scan.position(), meaning);
      }
    }
    return longest;
  }
}
