package dev.perennial.tasks.list;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.events.ListEvent;
import dev.perennial.tasks.Command;
import java.util.List;
import java.util.Map;

/**
 * A domain event of a list, published by the transaction that stores it.
 *
 * @param audience the users who receive the event
 */
public record ListDomainEvent(
    EventType type,
    TaskList list,
    Map<String, Change> changes,
    List<String> audience,
    Command command) {

  /** The payload of the published event. */
  public ListEvent payload() {
    return new ListEvent(list.snapshot(), changes, audience, command.client());
  }
}
