package dev.perennial.taskapi.transfer.ical;

import dev.perennial.taskapi.transfer.format.LeftOut;
import java.util.Set;

/** The properties and components of a VTODO that are not imported. */
final class OtherProperties {

  /** Properties that are read. */
  private static final Set<String> KNOWN =
      Set.of(
          "UID",
          "SUMMARY",
          "DESCRIPTION",
          "PRIORITY",
          "CATEGORIES",
          "STATUS",
          "COMPLETED",
          "PERCENT-COMPLETE",
          "CREATED",
          "DTSTART",
          "DUE",
          "DURATION",
          "RRULE",
          "EXDATE",
          "RECURRENCE-ID");

  /** Properties that are not about the content of the task. */
  private static final Set<String> WITHOUT_MEANING = Set.of("DTSTAMP", "LAST-MODIFIED", "SEQUENCE");

  private static final Set<String> OFTEN = Set.of("CATEGORIES", "EXDATE");

  private OtherProperties() {}

  /** Reports what of a VTODO is not read. */
  static void report(Component todo, LeftOut leftOut) {
    todo.properties().stream()
        .map(ContentLine::name)
        .filter(name -> !KNOWN.contains(name) && !WITHOUT_MEANING.contains(name))
        .filter(name -> !Extensions.isRead(name))
        .distinct()
        .forEach(
            name ->
                leftOut.add(
                    name,
                    name.equals("RELATED-TO")
                        ? "is not supported; the task has no parent, child or sibling"
                        : "is not supported"));
    KNOWN.stream()
        .filter(name -> !OFTEN.contains(name) && todo.all(name).size() > 1)
        .sorted()
        .forEach(name -> leftOut.add(name, "is there more than once; the first is taken"));
    todo.parts().stream()
        .map(Component::name)
        .filter(name -> !name.equals("VALARM"))
        .distinct()
        .forEach(name -> leftOut.add(name, "is not supported"));
  }
}
