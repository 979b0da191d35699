package dev.perennial.tasks.store;

import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.runtime.database.Database;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.list.Inbox;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The members of lists and their roles, within an open transaction. */
final class Members {

  private final ListRows lists;
  private final MemberRows members;

  Members(Database database) {
    this.lists = database.repository(ListRows.class);
    this.members = database.repository(MemberRows.class);
  }

  /** Roles by user id; empty if the transaction's user may not see the list. */
  Map<String, Role> of(UUID listId) {
    Map<String, Role> roles = new LinkedHashMap<>();
    members.of(listId).forEach(member -> roles.put(member.userId(), member.role()));
    return roles;
  }

  /** As {@link #of}, for each of these lists of which the user sees a member. */
  Map<UUID, Set<String>> ofAll(Collection<UUID> listIds) {
    return members.ofAll(List.copyOf(listIds)).stream()
        .collect(
            Collectors.groupingBy(
                MemberRow::listId,
                Collectors.mapping(
                    MemberRow::userId, Collectors.toCollection(LinkedHashSet::new))));
  }

  /**
   * Returns the list's owner. Prevents the deletion of the list until the transaction ends. Creates
   * the user's inbox if it is the list and does not exist.
   *
   * @throws RefusedCommand if the user has no such list
   */
  String ownerOf(UUID listId, String user, Instant at) {
    return lists.lockShared(listId).map(ListRow::owner).orElseGet(() -> inboxOf(user, listId, at));
  }

  /** Returns true if the list exists; prevents its deletion until the transaction ends. */
  boolean lockIfExists(UUID listId) {
    return lists.lockShared(listId).isPresent();
  }

  private String inboxOf(String user, UUID listId, Instant at) {
    if (!listId.equals(Inbox.idFor(user))) {
      throw new RefusedCommand(RefusedCommand.Reason.NO_SUCH_LIST, "there is no list " + listId);
    }
    createInbox(user, at);
    return user;
  }

  /** Creates the user's inbox if it does not exist. */
  void createInbox(String user, Instant at) {
    lists.insert(Inbox.idFor(user), user, Inbox.NAME, true, at);
    members.insertOwner(Inbox.idFor(user), user, Inbox.POSITION, at);
  }

  /**
   * Returns true if the user is a member; prevents the removal of the member until the transaction
   * ends.
   */
  boolean lockIfMember(UUID listId, String user) {
    return members.lockShared(listId, user).isPresent();
  }
}
