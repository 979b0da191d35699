package dev.perennial.events;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code list.*} event.
 *
 * @param list the list after the command; after a deletion, its last state
 * @param changes the fields that the command changed, by name; empty for a deletion. {@code
 *     position} is not a field of the list: it is the index among the lists of the user who moved
 *     it.
 * @param audience the users who may see the list at that moment, and those who could see it before
 * @param client the client that the actor used; null if a function changed the list
 */
public record ListEvent(
    ListSnapshot list,
    Map<String, Change> changes,
    List<String> audience,
    @Nullable Client client) {

  public ListEvent {
    Required.present("list", list);
    changes = Required.map("changes", changes);
    audience = Required.list("audience", audience);
  }
}
