package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.tasks.series.Series;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** "in 30 minutes", "in 1 hour 30 minutes", "in half an hour", "in 90m", "2 hours from now". */
public record MomentPhrase() implements PhraseMatcher {

  private static final Pattern GLUED =
      Pattern.compile("(?<count>\\d{1,4})(?<unit>m|h|min|mins|hr|hrs)");

  @Override
  public @Nullable Meaning match(Scan scan) {
    boolean in = scan.take(Particle.IN);
    Duration duration = duration(scan);
    boolean fits =
        duration != null
            && duration.isPositive()
            && duration.toMinutes() <= Series.MAX_INTERVAL * Duration.ofHours(1).toMinutes()
            && !scan.endsWithCapital()
            && (in || (scan.take(Particle.FROM) && scan.take(Particle.NOW)));
    return fits ? new Meaning.AtMoment(duration) : null;
  }

  private static @Nullable Duration duration(Scan scan) {
    Duration glued = scan.takeWord(MomentPhrase::glued);
    if (glued != null) {
      return glued;
    }
    if (scan.take(Particle.HALF)) {
      Duration whole = scan.take(Particle.A) ? scan.take(scan.words().clockUnits()) : null;
      return whole == null ? null : whole.dividedBy(2);
    }
    Duration first = counted(scan);
    if (first == null) {
      return null;
    }
    int end = scan.position();
    Duration rest = rest(scan, first);
    if (rest == null) {
      scan.back(end);
    }
    return rest == null ? first : first.plus(rest);
  }

  /** "30 minutes", "and a half". */
  private static @Nullable Duration rest(Scan scan, Duration first) {
    boolean and = scan.take(Particle.AND);
    int start = scan.position();
    if (and && scan.take(Particle.A) && scan.take(Particle.HALF)) {
      return Duration.ofHours(1).equals(first) ? first.dividedBy(2) : null;
    }
    scan.back(start);
    Duration rest = counted(scan);
    return rest == null || rest.compareTo(first) >= 0 ? null : rest;
  }

  private static @Nullable Duration counted(Scan scan) {
    Integer count = RelativeDay.countOf(scan);
    Duration unit = scan.take(scan.words().clockUnits());
    return count == null || unit == null ? null : unit.multipliedBy(count);
  }

  private static @Nullable Duration glued(String word) {
    Matcher parts = GLUED.matcher(word);
    if (!parts.matches()) {
      return null;
    }
    int count = Integer.parseInt(parts.group("count"));
    return parts.group("unit").startsWith("m")
        ? Duration.ofMinutes(count)
        : Duration.ofHours(count);
  }
}
