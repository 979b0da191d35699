package dev.perennial.taskapi.corpus;

import dev.perennial.taskapi.corpus.Vtodo.Property;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Whether a task has the reminders of a VTODO. */
final class TodoAlarms {

  /** What a reminder has, or what says nothing about when it comes. */
  private static final Set<String> KEPT =
      Set.of("ACTION", "TRIGGER", "DESCRIPTION", "SUMMARY", "DURATION", "UID");

  private TodoAlarms() {}

  static boolean areKept(Vtodo todo, JsonNode task, Predicate<String> isReported) {
    List<List<Property>> alarms =
        todo.alarms().stream().filter(alarm -> !value(alarm, "ACTION").equals("NONE")).toList();
    long different = alarms.stream().map(alarm -> alarm.toString()).distinct().count();
    boolean areAllThere = alarms.isEmpty() || task.path("reminders").size() >= different;
    return areAllThere
        && alarms.stream()
            .flatMap(List::stream)
            .map(Property::name)
            .allMatch(name -> KEPT.contains(name) || isReported.test(name));
  }

  private static String value(List<Property> alarm, String name) {
    return alarm.stream()
        .filter(property -> property.name().equals(name))
        .map(Property::value)
        .findFirst()
        .orElse("");
  }
}
