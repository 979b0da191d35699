package dev.perennial.taskapi.exchange;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.tasks.recurrence.PlainWords;
import dev.perennial.tasks.recurrence.Rrule;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A recurrence out of an RRULE, in our own words where there are any. */
final class RruleJson {

  private RruleJson() {}

  /**
   * @param due from which it counts; null if that is not known yet
   */
  static ObjectNode of(String text, @Nullable Due due) {
    String upper = text.toUpperCase(Locale.ROOT);
    boolean clamps = upper.contains("SKIP=BACKWARD");
    String own =
        Stream.of(upper.split(";"))
            .filter(part -> !part.matches("RSCALE=GREGORIAN|SKIP=(BACKWARD|OMIT)"))
            .reduce((one, other) -> one + ";" + other)
            .orElse("");
    try {
      Rrule rrule = Rrule.parse(own);
      return EventJson.MAPPER.valueToTree(plain(custom(rrule, clamps, due), due));
    } catch (IllegalArgumentException refused) {
      // Told when it is read as JSON, beside whatever else is wrong.
      return EventJson.MAPPER.createObjectNode().put("frequency", "custom").put("rrule", own);
    }
  }

  private static Recurrence plain(Recurrence custom, @Nullable Due due) {
    return due == null ? custom : PlainWords.of(custom, due.date());
  }

  private static Recurrence custom(Rrule rrule, boolean clamps, @Nullable Due due) {
    ZoneId zone = due == null || due.zone() == null ? ZoneOffset.UTC : due.zone();
    Integer count = rrule.count();
    LocalDate until = rrule.until(due == null ? null : due.time(), zone);
    return new Recurrence(
        Frequency.CUSTOM,
        1,
        null,
        null,
        null,
        rrule.endless(),
        Basis.DUE,
        Missed.SKIP,
        clamps ? MonthEnd.CLAMP : MonthEnd.OMIT,
        count == null && until == null ? null : new End(count, until));
  }
}
