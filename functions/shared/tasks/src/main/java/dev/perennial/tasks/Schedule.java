package dev.perennial.tasks;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What decides when people are reminded: its changes are told by an event of their own as well. */
final class Schedule {

  private static final List<Field> FIELDS = List.of(Field.DUE, Field.REMINDERS);

  private Schedule() {}

  /** The fact, and the one about the schedule if that has changed with it. */
  static List<Fact> with(Fact fact) {
    Map<String, Change> changes = new LinkedHashMap<>();
    for (Field field : FIELDS) {
      Change change = fact.changes().get(field.label());
      if (change != null && change.lost() == null) {
        changes.put(field.label(), change);
      }
    }
    return changes.isEmpty()
        ? List.of(fact)
        : List.of(fact, Fact.of(EventType.TASK_SCHEDULED, fact.task(), changes, fact.act()));
  }
}
