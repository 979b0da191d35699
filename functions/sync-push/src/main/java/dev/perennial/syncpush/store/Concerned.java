package dev.perennial.syncpush.store;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom an event concerns.
 *
 * @param audience who could see it at that moment
 * @param owner whose list it is, who cannot be taken out of it; null if unknown
 * @param lists the lists that it is about: of a moved task both
 * @param membership who is in the list by this event; null if it does not tell
 */
public record Concerned(
    Set<String> audience,
    @Nullable String owner,
    List<String> lists,
    @Nullable Membership membership) {

  public Concerned {
    audience = Set.copyOf(audience);
    lists = List.copyOf(lists);
  }

  /**
   * A list as an event of its own tells of it.
   *
   * @param version of two events the higher one is newer
   */
  public record Membership(String list, long version, Set<String> members) {

    public Membership {
      members = Set.copyOf(members);
    }
  }
}
