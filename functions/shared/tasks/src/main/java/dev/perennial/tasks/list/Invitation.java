package dev.perennial.tasks.list;

import dev.perennial.events.InvitationSnapshot;
import dev.perennial.events.ListSnapshot.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The invitation of a user to a list. The user is not a member until they accept it: they cannot
 * see the list, get none of its events and cannot be assigned a task.
 *
 * @param listName the name of the list when the user was invited
 * @param userId the invited user
 * @param role the role that the user gets by accepting
 * @param invitedBy the owner who invited the user
 */
public record Invitation(
    UUID listId, String listName, String userId, Role role, String invitedBy, Instant invitedAt) {

  /** The invitations that a user may make within a day, to all lists. */
  public static final int MAX_PER_DAY = 200;

  /**
   * How long after a user has declined they cannot be invited to the same list, and to no list by
   * the same user.
   */
  public static final Duration DECLINED_FOR = Duration.ofDays(30);

  public InvitationSnapshot snapshot() {
    return new InvitationSnapshot(listId, listName, userId, role, invitedBy, invitedAt);
  }
}
