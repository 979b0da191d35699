package dev.perennial.tasks.store;

import dev.perennial.runtime.database.Database;
import dev.perennial.tasks.Inbox;
import dev.perennial.tasks.RefusedAct;
import dev.perennial.tasks.Role;
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
   * The list's owner. The user's inbox is made if it is not there yet.
   *
   * @throws RefusedAct if the user has no such list
   */
  String ownerOf(UUID listId, String user, Instant at) {
    return lists.find(listId).map(ListRow::owner).orElseGet(() -> inboxOf(user, listId, at));
  }

  private String inboxOf(String user, UUID listId, Instant at) {
    if (!listId.equals(Inbox.idFor(user))) {
      throw new RefusedAct(RefusedAct.Reason.NO_SUCH_LIST, "there is no list " + listId);
    }
    lists.makeInbox(listId, user, at);
    members.found(listId, user, at);
    return user;
  }
}
