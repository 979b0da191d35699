package dev.perennial.tasks.store.invitation;

import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.tasks.list.Invitation;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/**
 * An invitation that is not answered.
 *
 * @param listOwner the owner of the list, who owns its events
 */
@MappedEntity(value = "invitations", schema = "tasks")
record InvitationRow(
    @Id UUID id,
    UUID listId,
    String listOwner,
    String listName,
    String userId,
    Role role,
    String invitedBy,
    Instant invitedAt) {

  Invitation invitation() {
    return new Invitation(listId, listName, userId, role, invitedBy, invitedAt);
  }
}
