package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.tasks.recurrence.Rrule;
import dev.perennial.tasks.recurrence.RruleSimplifier;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Converts an RRULE into the JSON of a recurrence, structured if possible. */
final class RruleJson {

  private RruleJson() {}

  /**
   * @param due from which the rule counts; null if it is not known yet
   */
  static ObjectNode of(String text, @Nullable Due due) {
    String upper = text.toUpperCase(Locale.ROOT);
    boolean clamps = upper.contains("SKIP=BACKWARD");
    String rfc5545 =
        Stream.of(upper.split(";"))
            .filter(part -> !part.matches("RSCALE=GREGORIAN|SKIP=(BACKWARD|OMIT)"))
            .reduce((one, other) -> one + ";" + other)
            .orElse("");
    try {
      Rrule rrule = Rrule.parse(rfc5545);
      return EventJson.MAPPER.valueToTree(simplified(custom(rrule, clamps, due), due));
    } catch (IllegalArgumentException refused) {
      // Reported when the JSON is read, together with other errors.
      return EventJson.MAPPER.createObjectNode().put("frequency", "custom").put("rrule", rfc5545);
    }
  }

  private static Recurrence simplified(Recurrence custom, @Nullable Due due) {
    return due == null ? custom : RruleSimplifier.simplify(custom, due.date());
  }

  private static Recurrence custom(Rrule rrule, boolean clamps, @Nullable Due due) {
    ZoneId zone = due == null || due.zone() == null ? ZoneOffset.UTC : due.zone();
    Integer count = rrule.count();
    LocalDate until = rrule.until(due == null ? null : due.time(), () -> zone);
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
