package dev.perennial.events;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code list.*} event.
 *
 * @param list the list after the act; for a deletion its last state
 * @param changes the fields the act changed, by name; empty for a deletion. A change of {@code
 *     position}, which is no field of the list, says where it stands among the lists of the one
 *     user who moved it.
 * @param audience the users who may see the list, at that moment, and who could before
 * @param client what the person acted with; null if a function acted
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
