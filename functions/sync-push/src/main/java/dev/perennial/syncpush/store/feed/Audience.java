package dev.perennial.syncpush.store.feed;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The users whose feeds an event belongs in.
 *
 * @param users who could see the event's subject when it happened
 * @param owner the owner of the list, who cannot be removed from it; null if unknown
 * @param lists ids of the lists that the event is about: both lists if a task was moved
 * @param membership the members of the list as of this event; null if the event does not name them
 */
public record Audience(
    Set<String> users,
    @Nullable String owner,
    List<String> lists,
    @Nullable Membership membership) {

  public Audience {
    users = Set.copyOf(users);
    lists = List.copyOf(lists);
  }

  /**
   * The members of a list.
   *
   * @param version of the list; the higher of two is the newer
   */
  public record Membership(String list, long version, Set<String> members) {

    public Membership {
      members = Set.copyOf(members);
    }
  }
}
