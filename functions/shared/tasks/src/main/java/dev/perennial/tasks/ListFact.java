package dev.perennial.tasks;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.events.ListEvent;
import java.util.List;
import java.util.Map;

/**
 * Something that happened to a list, to be published with the commit that makes it true.
 *
 * @param audience the users who are to hear of it
 */
public record ListFact(
    EventType type, TaskList list, Map<String, Change> changes, List<String> audience, Act act) {

  /** The fact as it is published. */
  public ListEvent event() {
    return new ListEvent(list.snapshot(), changes, audience, act.client());
  }
}
