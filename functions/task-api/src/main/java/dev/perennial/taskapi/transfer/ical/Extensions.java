package dev.perennial.taskapi.transfer.ical;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The X-PERENNIAL properties, for what VTODO has no property for. */
final class Extensions {

  /** By the names in the JSON. */
  static final List<String> WRITTEN =
      List.of(
          "listId",
          "createdBy",
          "recurrence",
          "seriesId",
          "occurrence",
          "occurrenceNumber",
          "anchor",
          "previous");

  /** Those that are read; the assignee is written with the content. */
  static final List<String> READ =
      Stream.concat(WRITTEN.stream(), Stream.of("assignee", "carried")).toList();

  static final List<String> WITH_CARRIED =
      Stream.concat(WRITTEN.stream(), Stream.of("carried")).toList();

  /** The exported RRULE. While it is unchanged, the exported recurrence is valid. */
  static final String RRULE = "rrule";

  /** The exported triggers. While they are unchanged, the exported reminders are valid. */
  static final String TRIGGERS = "triggers";

  /** Instants; iCalendar truncates them to seconds. */
  static final Set<String> INSTANTS = Set.of("createdAt", "completedAt");

  /** The names of the properties that are read. */
  private static final Set<String> PROPERTIES =
      Stream.of(
              READ.stream(),
              INSTANTS.stream(),
              Stream.of(RRULE, TRIGGERS, "reminders", "skippedAt", "updatedAt", "zone"))
          .flatMap(names -> names)
          .map(Extensions::name)
          .collect(Collectors.toUnmodifiableSet());

  private Extensions() {}

  /** Whether a property of this name is read. */
  static boolean isRead(String property) {
    return PROPERTIES.contains(property);
  }

  /** The text of the extension property of a VTODO. */
  static Optional<String> text(String name, Component todo) {
    return todo.text(name(name));
  }

  /** The name of the extension property. */
  static String name(String name) {
    return "X-PERENNIAL-" + name.replaceAll("([A-Z])", "-$1").toUpperCase(Locale.ROOT);
  }

  /** The values of triggers in the form of the {@link #TRIGGERS} property. */
  static String triggers(Stream<String> values) {
    return values.collect(Collectors.joining(" "));
  }
}
