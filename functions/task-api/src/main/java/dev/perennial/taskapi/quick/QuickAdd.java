package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.phrase.BasisPhrase;
import dev.perennial.taskapi.quick.phrase.DatePhrase;
import dev.perennial.taskapi.quick.phrase.DayOfMonthPhrase;
import dev.perennial.taskapi.quick.phrase.DayOfYearPhrase;
import dev.perennial.taskapi.quick.phrase.EndPhrase;
import dev.perennial.taskapi.quick.phrase.IntervalPhrase;
import dev.perennial.taskapi.quick.phrase.Meaning;
import dev.perennial.taskapi.quick.phrase.Meaning.Kind;
import dev.perennial.taskapi.quick.phrase.MomentPhrase;
import dev.perennial.taskapi.quick.phrase.PartPhrase;
import dev.perennial.taskapi.quick.phrase.PhraseMatcher;
import dev.perennial.taskapi.quick.phrase.PriorityPhrase;
import dev.perennial.taskapi.quick.phrase.StartPhrase;
import dev.perennial.taskapi.quick.phrase.TagPhrase;
import dev.perennial.taskapi.quick.phrase.TimePhrase;
import dev.perennial.taskapi.quick.phrase.WeekdaysPhrase;
import dev.perennial.taskapi.quick.text.English;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Token;
import dev.perennial.taskapi.quick.text.TokenizedText;
import dev.perennial.taskapi.quick.text.Words;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses a task that was typed as one line.
 *
 * <p>A phrase is used only if all of its words are understood and it does not read as something
 * else; otherwise its words stay in the title. In doubt they stay: a title with too many words is
 * seen, a wrong date may not be.
 *
 * <ul>
 *   <li>A day is "today", "tomorrow", "the day after tomorrow", a weekday, a date with its month,
 *       "next week" (its Monday), "next month" (the 1st), "next year" (1 January), "this weekend"
 *       (Saturday, or today on a Sunday), "next weekend", "end of month", "in 3 days". The number
 *       of a day alone needs a preposition ("on the 21st"), and so does a weekday or month that is
 *       also another word ("on sun"). A weekday confirms a date next to it and must be right.
 *   <li>A time is a clock with am or pm, with two digits before its minutes, or after "at", "by" or
 *       "@"; "noon" and "midnight"; a part of the day next to its day: morning 9:00, afternoon
 *       15:00, evening 19:00, night 21:00. "in 30 minutes" is a day and a time.
 *   <li>A recurrence starts with "every", "each" or a word such as "daily", or is a plural ("on
 *       Mondays").
 *   <li>After an article or another preposition a day or time is part of the title ("the 9pm show",
 *       "about Friday"), as are a number that counts the next word ("at 3 shops", "every 15th
 *       customer"), and words with a capital before another such word ("Sunday Times").
 * </ul>
 *
 * <p>Time phrases stay in the title together if the rest of the line changes what they mean: a time
 * without a day, if other words name a day that is not understood ("at 5pm on Christmas Eve"); a
 * recurrence with an exception ("every day except Sunday") or with an end that is not understood
 * ("every day until Easter"); several days, two ends of a range or alternatives ("Mon, Wed",
 * "Friday or Saturday", "morning or evening"); phrases that contradict each other ("tonight at
 * 9am").
 *
 * <p>At each word the longest phrase that starts there is matched. Of two phrases of the same kind
 * (two dates, two priorities) the first is used and the second stays in the title; there may be
 * several tags. Phrases about a recurrence (from, until, a number of times, after completion) stay
 * in the title if there is no recurrence. Quoted text is not parsed and keeps its quotes. A comma,
 * a colon, a dash or brackets left around a phrase are removed with it. If the title would be
 * empty, the title is the whole text and no phrase is used.
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
          new PartPhrase(),
          new MomentPhrase(),
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
    return parse(text, now.atZone(zone));
  }

  /**
   * Never throws, whatever the text.
   *
   * @param now the time of the user, to which "tomorrow" and "in 30 minutes" are relative; its zone
   *     becomes the zone of a due time
   */
  public static QuickAddResult parse(String text, ZonedDateTime now) {
    if (text.length() > MAX_LENGTH) {
      return QuickAddResult.titleOnly(text);
    }
    TokenizedText input = TokenizedText.of(text);
    return new Assembly(input, now, WORDS).of(matches(input.tokens()));
  }

  private static List<Match> matches(List<Token> tokens) {
    List<Match> matches = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      Match longest = longestAt(tokens, at, isAfterDay(matches, at));
      if (longest != null) {
        matches.add(longest);
      }
      at = longest == null ? at + 1 : longest.to();
    }
    return matches;
  }

  private static boolean isAfterDay(List<Match> matches, int at) {
    if (matches.isEmpty() || matches.getLast().to() != at) {
      return false;
    }
    Kind kind = matches.getLast().meaning().kind();
    return kind == Kind.DATE || kind == Kind.RECURRENCE;
  }

  private static @Nullable Match longestAt(List<Token> tokens, int at, boolean afterDay) {
    Match longest = null;
    for (PhraseMatcher matcher : MATCHERS) {
      Scan scan = new Scan(tokens, at, WORDS, afterDay);
      Meaning meaning = matcher.match(scan);
      if (meaning != null && (longest == null || scan.position() > longest.to())) {
        longest = new Match(at, scan.position(), meaning);
      }
    }
    return longest;
  }
}
