package dev.perennial.taskapi.quick;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Understands a task that was typed as one line.
 *
 * <p>At each word the longest phrase that starts there is taken, and what starts none stays in the
 * title. Of two phrases of the same kind (two dates, two priorities) the first is understood and
 * the second stays in the title; only tags may be many. What says something about a recurrence
 * (from, until, so many times, after completion) stays in the title too if there is none. Whatever
 * is in quotes is left alone, quotes included. A comma, a colon or brackets that are left around a
 * phrase go with it. If nothing would be left for the title, the title is the whole text and
 * nothing is understood.
 */
public final class QuickAdd {

  /** In UTF-16 units; of a longer text nothing is understood. */
  public static final int MAX_LENGTH = 500;

  /** One more stays in the title. */
  public static final int MAX_TAGS = 20;

  /** In UTF-16 units; a longer tag stays in the title. */
  public static final int MAX_TAG_LENGTH = 50;

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
   * Never fails, whatever the text.
   *
   * @param now the local date and time of whoever typed it, from which "tomorrow" counts
   * @param zone theirs; the zone of a due time
   */
  public static Understood parse(String text, LocalDateTime now, ZoneId zone) {
    if (text.length() > MAX_LENGTH) {
      return Understood.nothingOf(text);
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
