package dev.perennial.tasks.store;

import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.runtime.database.Database;
import dev.perennial.tasks.Inbox;
import dev.perennial.tasks.RefusedAct;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Who may do what in a list, within an open transaction. */
final class Members {

  private final ListRows lists;
  private final MemberRows members;

  Members(Database database) {
    this.lists = database.repository(ListRows.class);
    this.members = database.repository(MemberRows.class);
  }

  /** Empty if the transaction's user may not see the list. */
  Map<String, Role> of(UUID listId) {
    Map<String, Role> roles = new LinkedHashMap<>();
    members.of(listId).forEach(member -> roles.put(member.userId(), member.role()));
    return roles;
  }

  /**
   * The list's owner; the list is not deleted before the transaction ends. The user's inbox is made
   * if it is not there yet.
   *
   * @throws RefusedAct if the user has no such list
   */
  String ownerOf(UUID listId, String user, Instant at) {
    return lists.keep(listId).map(ListRow::owner).orElseGet(() -> inboxOf(user, listId, at));
  }

  private String inboxOf(String user, UUID listId, Instant at) {
    if (!listId.equals(Inbox.idFor(user))) {
      throw new RefusedAct(RefusedAct.Reason.NO_SUCH_LIST, "there is no list " + listId);
    }
    makeInbox(user, at);
    return user;
  }

  /** Makes the user's inbox if it is not there yet. */
  void makeInbox(String user, Instant at) {
    lists.make(Inbox.idFor(user), user, Inbox.NAME, true, at);
    members.found(Inbox.idFor(user), user, Inbox.POSITION, at);
  }

  /** Whether the user is a member of the list, and then stays one until the transaction ends. */
  boolean keep(UUID listId, String user) {
    return members.keep(listId, user).isPresent();
  }
}
