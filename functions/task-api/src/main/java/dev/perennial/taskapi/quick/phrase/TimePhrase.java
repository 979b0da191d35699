package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words;
import dev.perennial.taskapi.quick.text.Words.HalfDay;
import dev.perennial.taskapi.quick.text.Words.Particle;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * "at 9", "9:30pm", "by noon", "17:30", "5 o'clock". A number alone is a time only after "at" and
 * if it does not count the next word, and one with minutes only if it has two digits before them,
 * so that neither "at 3 shops" nor John 3:16 is a time.
 */
public record TimePhrase() implements PhraseMatcher {

  private static final Pattern CLOCK =
      Pattern.compile(
          "(?<at>@)?(?<hour>\\d{1,2})(?::(?<minute>\\d{2}))?(?<half>\\p{L}[\\p{L}.]{0,5})?");
  private static final int NOON = 12;
  private static final int DAY = 24;
  private static final int HOUR = 60;

  /** The parts of one word. */
  private record Clock(
      boolean at, int hour, @Nullable Integer minute, boolean wide, @Nullable HalfDay half) {}

  /**
   * The words before the time.
   *
   * @param at whether a number alone is a time
   * @param led whether a preposition precedes it
   */
  private record Lead(boolean at, boolean led) {}

  @Override
  public @Nullable Meaning match(Scan scan) {
    boolean due = scan.take(Particle.DUE);
    boolean at = scan.take(Particle.AT);
    boolean led =
        at || scan.take(Particle.BY) || scan.take(Particle.FOR) || scan.take(Particle.FROM) || due;
    if (!led && scan.isGoverned()) {
      return null;
    }
    LocalTime named = scan.take(scan.words().times());
    if (named != null) {
      return isNamed(scan, led) ? new Meaning.AtTime(named, false) : null;
    }
    return clockTime(scan, new Lead(at, led));
  }

  /** Not "Midnight Mass", and without a preposition not "Round Midnight". */
  private static boolean isNamed(Scan scan, boolean led) {
    boolean follows = scan.peek().isEmpty() || scan.words().startsPhrase(scan.peek());
    if (!led) {
      boolean titled = scan.isCapitalized() && !scan.isOpening() && !scan.isAfterDay();
      return !titled && (follows || startsDay(scan));
    }
    return !scan.seesContent();
  }

  private static boolean startsDay(Scan scan) {
    return (scan.sees(Particle.ON) || scan.sees(Particle.IN) || scan.sees(Particle.FROM))
        && (scan.words().isDay(scan.peekSecond())
            || Scan.number(scan.peekSecond()) != null
            || scan.words().is(Particle.A, scan.peekSecond()));
  }

  private static @Nullable Meaning clockTime(Scan scan, Lead lead) {
    Clock clock = scan.takeWord(word -> clock(word, scan.words()));
    if (clock == null) {
      return null;
    }
    boolean oclock = clock.minute() == null && scan.take(Particle.OCLOCK);
    HalfDay half = clock.half() == null ? scan.take(scan.words().halfDays()) : clock.half();
    int minute = clock.minute() == null ? 0 : clock.minute();
    if (half != null) {
      // The last dot of "p.m." is a token of its own.
      if (scan.previous().contains(".")) {
        scan.takeGlued(".");
      }
      LocalTime time = twelveHours(clock.hour(), minute, half);
      return time == null ? null : new Meaning.AtTime(time, false);
    }
    boolean clear = oclock || isClear(scan, clock, lead);
    if (!clear || clock.hour() >= DAY) {
      return null;
    }
    boolean twelveHours =
        clock.hour() >= 1 && clock.hour() <= NOON && !(clock.wide() && clock.hour() < 10);
    return new Meaning.AtTime(LocalTime.of(clock.hour(), minute), twelveHours);
  }

  /** Whether a clock without am or pm is a time. */
  private static boolean isClear(Scan scan, Clock clock, Lead lead) {
    boolean at = lead.at() || clock.at();
    boolean led = lead.led() || clock.at() || scan.isAfterDay();
    if (clock.minute() != null && led) {
      return true;
    }
    boolean clear = clock.minute() == null ? at : clock.wide();
    boolean counts =
        (scan.seesContent() && !scan.isOpening() && !scan.isAfterDay()) || scan.sees(Particle.OF);
    return clear && !counts && !isAimed(scan, clock);
  }

  private static boolean isAimed(Scan scan, Clock clock) {
    return clock.minute() == null && scan.words().context().aimed().contains(scan.before(1));
  }

  private static @Nullable Clock clock(String word, Words words) {
    Matcher parts = CLOCK.matcher(word);
    if (!parts.matches()) {
      return null;
    }
    String minute = parts.group("minute");
    String half = parts.group("half");
    boolean known = half == null || words.halfDays().containsKey(half);
    if (!known || (minute != null && Integer.parseInt(minute) >= HOUR)) {
      return null;
    }
    String hour = parts.group("hour");
    return new Clock(
        parts.group("at") != null,
        Integer.parseInt(hour),
        minute == null ? null : Integer.valueOf(minute),
        hour.length() == 2,
        half == null ? null : words.halfDays().get(half));
  }

  private static @Nullable LocalTime twelveHours(int hour, int minute, HalfDay half) {
    if (hour < 1 || hour > NOON) {
      return null;
    }
    return LocalTime.of(hour % NOON + (half == HalfDay.AFTERNOON ? NOON : 0), minute);
  }
}
