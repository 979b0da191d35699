package dev.perennial.tasks;

import java.util.List;
import java.util.OptionalInt;

/**
 * What an act on a list came to.
 *
 * @param facts empty if nothing changed
 * @param position where among their lists whoever acts wants it, from 0; empty to leave it there
 */
public record ListOutcome(TaskList list, Act act, List<ListFact> facts, OptionalInt position) {

  public ListOutcome {
    facts = List.copyOf(facts);
  }

  static ListOutcome of(TaskList list, ListFact fact) {
    return new ListOutcome(list, fact.act(), List.of(fact), OptionalInt.empty());
  }

  /** The list stays as it is. */
  public static ListOutcome unchanged(TaskList list, Act act) {
    return new ListOutcome(list, act, List.of(), OptionalInt.empty());
  }

  public ListOutcome placedAt(int position) {
    return new ListOutcome(list, act, facts, OptionalInt.of(position));
  }
}
