package dev.perennial.tasks.store.invitation;

import static dev.perennial.events.EventType.INVITATION_CREATED;
import static dev.perennial.events.EventType.INVITATION_DECLINED;
import static dev.perennial.events.EventType.INVITATION_WITHDRAWN;

import dev.perennial.events.EventType;
import dev.perennial.events.InvitationEvent;
import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.list.Invitation;
import dev.perennial.tasks.list.TaskList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The invitations to lists, within an open transaction of the actor or the reader. The events of a
 * change are written to the outbox in the same transaction.
 */
public final class Invitations {

  private static final Duration DAY = Duration.ofDays(1);

  private final InvitationRows rows;
  private final Outbox outbox;

  public Invitations(Database database, Outbox outbox) {
    this.rows = database.repository(InvitationRows.class);
    this.outbox = outbox;
  }

  /** The invitations that the user can accept or decline, the oldest first. */
  public List<Invitation> toUser(String user) {
    return rows.toUser(user).stream().map(InvitationRow::invitation).toList();
  }

  /** The invitations to the list that are not answered, the oldest first. */
  public List<Invitation> ofList(UUID listId) {
    return rows.ofList(listId).stream().map(InvitationRow::invitation).toList();
  }

  /**
   * Invites a user who is not a member. An invitation with another role replaces the one before;
   * with the same role nothing changes. The list must be locked.
   *
   * @throws RefusedCommand if {@link TaskList#invite} does, the user has declined within {@link
   *     Invitation#DECLINED_FOR}, or the actor has invited too many today
   */
  public void invite(TaskList list, String user, Role role, Command command) {
    list.requireSharable(command);
    Optional<InvitationRow> before = rows.lock(list.id(), user);
    if (before.filter(known -> known.role() == role).isPresent()) {
      return;
    }
    before.ifPresent(known -> rows.end(known.id(), "WITHDRAWN", command.at()));
    int pending = rows.ofList(list.id()).size();
    Invitation invitation = list.invite(user, role, pending, command);
    requireWithinLimits(invitation);
    rows.insert(
        list.id(), list.owner(), list.name(), user, role.name(), command.actor(), command.at());
    publish(INVITATION_CREATED, list.owner(), invitation, command);
  }

  private void requireWithinLimits(Invitation invitation) {
    var now = invitation.invitedAt();
    String by = invitation.invitedBy();
    rows.deleteEnded(by, now.minus(Invitation.DECLINED_FOR));
    if (rows.countDeclined(
            invitation.userId(), invitation.listId(), by, now.minus(Invitation.DECLINED_FOR))
        > 0) {
      throw new RefusedCommand(
          RefusedCommand.Reason.INVITATION_DECLINED,
          "the user has declined an invitation; another one is possible after %d days"
              .formatted(Invitation.DECLINED_FOR.toDays()));
    }
    if (rows.countBy(by, now.minus(DAY)) >= Invitation.MAX_PER_DAY) {
      throw new RefusedCommand(
          RefusedCommand.Reason.TOO_MANY_INVITATIONS,
          "a user may invite " + Invitation.MAX_PER_DAY + " times a day at most");
    }
  }

  /**
   * Withdraws the invitation of a user to the list.
   *
   * @return false if there is none
   * @throws RefusedCommand if the actor may not share the list
   */
  public boolean withdraw(TaskList list, String user, Command command) {
    list.requireSharable(command);
    Optional<InvitationRow> pending = rows.lock(list.id(), user);
    pending.ifPresent(row -> end(row, "WITHDRAWN", INVITATION_WITHDRAWN, command));
    return pending.isPresent();
  }

  /** Withdraws all invitations to a list that is deleted. */
  public void withdrawAll(UUID listId, Command command) {
    rows.ofList(listId).forEach(row -> end(row, "WITHDRAWN", INVITATION_WITHDRAWN, command));
  }

  /**
   * Declines the actor's invitation to the list.
   *
   * @throws RefusedCommand if there is none
   */
  public void decline(UUID listId, Command command) {
    end(
        rows.lock(listId, command.actor()).orElseThrow(Invitations::notInvited),
        "DECLINED",
        INVITATION_DECLINED,
        command);
  }

  /**
   * Makes the invited actor a member, who sees the list from here on and can lock it. The caller
   * does so and then calls {@link #accepted}: all other commands lock the list before its
   * invitations too.
   *
   * @throws RefusedCommand if there is no such invitation
   */
  public Invitation admit(UUID listId, Command command) {
    String user = command.actor();
    Invitation invitation =
        rows.toUser(user).stream()
            .filter(row -> row.listId().equals(listId))
            .map(InvitationRow::invitation)
            .findFirst()
            .orElseThrow(Invitations::notInvited);
    rows.insertMember(listId, user, command.at());
    return invitation;
  }

  /**
   * Ends an accepted invitation.
   *
   * @throws RefusedCommand if it was withdrawn meanwhile
   */
  public void accepted(Invitation invitation, Command command) {
    InvitationRow row =
        rows.lock(invitation.listId(), invitation.userId())
            .filter(known -> known.role() == invitation.role())
            .orElseThrow(Invitations::notInvited);
    rows.end(row.id(), "ACCEPTED", command.at());
  }

  /** Of an actor who has no invitation to the list, or no longer. */
  public static RefusedCommand notInvited() {
    return new RefusedCommand(
        RefusedCommand.Reason.NOT_INVITED, "you have no invitation to this list");
  }

  private void end(InvitationRow row, String state, EventType type, Command command) {
    rows.end(row.id(), state, command.at());
    publish(type, row.listOwner(), row.invitation(), command);
  }

  private void publish(EventType type, String owner, Invitation invitation, Command command) {
    List<String> audience =
        Stream.of(invitation.userId(), invitation.invitedBy()).distinct().toList();
    outbox.add(
        new Outbox.Entry(
            type,
            invitation.listId().toString(),
            invitation.listId().toString(),
            command.actor(),
            owner,
            new InvitationEvent(invitation.snapshot(), audience, command.client())));
  }
}
