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
 * "at 9", "9:30pm", "by noon", "17:30". A number alone is a time only after "at", and one with
 * minutes only if it has two digits before them, so that John 3:16 is not a time.
 */
public record TimePhrase() implements PhraseMatcher {

  private static final Pattern CLOCK =
      Pattern.compile("(?<hour>\\d{1,2})(?::(?<minute>\\d{2}))?(?<half>\\p{L}[\\p{L}.]{0,5})?");
  private static final int NOON = 12;
  private static final int DAY = 24;
  private static final int HOUR = 60;

  /** The parts of one word. */
  private record Clock(int hour, @Nullable Integer minute, boolean wide, @Nullable HalfDay half) {}

  @Override
  public @Nullable Meaning match(Scan scan) {
    boolean at = scan.take(Particle.AT);
    boolean led = at || scan.take(Particle.BY);
    LocalTime named = scan.take(scan.words().times());
    LocalTime time = named == null ? clockTime(scan, at, led) : named;
    return time == null ? null : new Meaning.AtTime(time);
  }

  private static @Nullable LocalTime clockTime(Scan scan, boolean at, boolean led) {
    Clock clock = scan.takeWord(word -> clock(word, scan.words()));
    if (clock == null) {
      return null;
    }
    HalfDay half = clock.half() == null ? scan.take(scan.words().halfDays()) : clock.half();
    int minute = clock.minute() == null ? 0 : clock.minute();
    if (half != null) {
      return twelveHours(clock.hour(), minute, half);
    }
    boolean clear = clock.minute() == null ? at : led || clock.wide();
    return clear && clock.hour() < DAY ? LocalTime.of(clock.hour(), minute) : null;
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
