package dev.perennial.tasks.list;

import dev.perennial.tasks.Command;
import java.util.List;
import java.util.OptionalInt;

/**
 * The result of a command on a list.
 *
 * @param events empty if nothing changed
 * @param position the new index among the actor's lists, from 0; empty if it does not change
 */
public record ListResult(
    TaskList list, Command command, List<ListDomainEvent> events, OptionalInt position) {

  public ListResult {
    events = List.copyOf(events);
  }

  static ListResult of(TaskList list, ListDomainEvent event) {
    return new ListResult(list, event.command(), List.of(event), OptionalInt.empty());
  }

  /** Nothing changes. */
  public static ListResult unchanged(TaskList list, Command command) {
    return new ListResult(list, command, List.of(), OptionalInt.empty());
  }

  public ListResult placedAt(int position) {
    return new ListResult(list, command, events, OptionalInt.of(position));
  }
}
