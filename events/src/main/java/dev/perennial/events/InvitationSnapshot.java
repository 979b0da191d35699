package dev.perennial.events;

import dev.perennial.events.ListSnapshot.Role;
import java.time.Instant;
import java.util.UUID;

/**
 * The invitation of a user to a list, as the API returns it and events contain it. It tells no more
 * of the list than the invited user needs to decide: no members and no tasks.
 *
 * @param listName the name of the list when the user was invited
 * @param userId the invited user
 * @param role the role that the user gets by accepting
 * @param invitedBy the owner who invited the user
 */
public record InvitationSnapshot(
    UUID listId, String listName, String userId, Role role, String invitedBy, Instant invitedAt) {

  public InvitationSnapshot {
    Required.present("listId", listId);
    Required.present("listName", listName);
    Required.present("userId", userId);
    Required.present("role", role);
    Required.present("invitedBy", invitedBy);
    Required.present("invitedAt", invitedAt);
  }
}
