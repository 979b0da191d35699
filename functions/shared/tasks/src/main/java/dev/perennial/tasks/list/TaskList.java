package dev.perennial.tasks.list;

import static dev.perennial.events.EventType.LIST_CREATED;
import static dev.perennial.events.EventType.LIST_DELETED;
import static dev.perennial.events.EventType.LIST_SHARED;
import static dev.perennial.events.EventType.LIST_UNSHARED;
import static dev.perennial.events.EventType.LIST_UPDATED;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list, its members, and the commands on it. Each command returns the list after it and the
 * events to publish; nothing is changed in place. A command that changes nothing has no events.
 *
 * @param owner the user who created the list; always a member with role owner
 * @param inbox true for an inbox, which cannot be shared, renamed or deleted
 * @param members in the order in which they joined
 * @param version 1 when created, incremented by each command that changes something
 * @param deletedAt null unless deleted
 */
public record TaskList(
    UUID id,
    String owner,
    String name,
    boolean inbox,
    List<Membership> members,
    long version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant deletedAt) {

  /** Limits the audience of a task's event, which has to fit into a message. */
  public static final int MAX_MEMBERS = 100;

  public TaskList {
    members = List.copyOf(members);
  }

  /** Creates a list of the actor. */
  public static ListResult create(UUID id, String name, Command command) {
    Membership owner = new Membership(command.actor(), Role.OWNER, command.at());
    TaskList list =
        new TaskList(
            id, command.actor(), name, false, List.of(owner), 1, command.at(), command.at(), null);
    Map<String, Change> changes = Map.of("name", new Change(null, name));
    return ListResult.of(
        list, new ListDomainEvent(LIST_CREATED, list, changes, list.users(), command));
  }

  /**
   * @throws RefusedCommand if the actor is not an owner, or it is an inbox
   */
  public ListResult rename(String other, Command command) {
    requireOwner(command);
    requireNoInbox("an inbox cannot be renamed");
    if (name.equals(other)) {
      return ListResult.unchanged(this, command);
    }
    TaskList after = changed(other, members, null, command);
    Map<String, Change> changes = Map.of("name", new Change(name, other));
    return ListResult.of(
        after, new ListDomainEvent(LIST_UPDATED, after, changes, users(), command));
  }

  /**
   * Gives the member another role. Nothing changes if the user is not a member.
   *
   * @throws RefusedCommand if the actor may not share the list, or the user is the list's owner
   */
  public ListResult changeRole(String user, Role role, Command command) {
    requireSharable(command);
    if (roleOf(user).isEmpty() || roleOf(user).equals(Optional.of(role))) {
      return ListResult.unchanged(this, command);
    }
    requireOtherThanOwner(user);
    List<Membership> others = new ArrayList<>(members);
    others.replaceAll(
        member ->
            member.userId().equals(user) ? new Membership(user, role, member.joinedAt()) : member);
    return withMembers(others, LIST_SHARED, command);
  }

  /**
   * Invites a user who is not a member.
   *
   * @param pending the number of invitations that are not answered yet
   * @throws RefusedCommand if the actor may not share the list, or it could get more than {@value
   *     #MAX_MEMBERS} members
   */
  public Invitation invite(String user, Role role, int pending, Command command) {
    requireSharable(command);
    requireFewerMembersThanMax(members.size() + pending);
    return new Invitation(id, name, user, role, command.actor(), command.at());
  }

  /**
   * Makes the actor a member: only users themselves accept an invitation.
   *
   * @param role as invited
   * @throws RefusedCommand if the list has {@value #MAX_MEMBERS} members
   */
  public ListResult join(Role role, Command command) {
    if (roleOf(command.actor()).isPresent()) {
      return ListResult.unchanged(this, command);
    }
    requireFewerMembersThanMax(members.size());
    List<Membership> others = new ArrayList<>(members);
    others.add(new Membership(command.actor(), role, command.at()));
    return withMembers(others, LIST_SHARED, command);
  }

  /**
   * @throws RefusedCommand if the actor is not an owner, or it is an inbox
   */
  public void requireSharable(Command command) {
    requireOwner(command);
    requireNoInbox("an inbox cannot be shared; create a list instead");
  }

  /**
   * Removes a member; members may also remove themselves. Nothing changes if the user is not a
   * member.
   *
   * @throws RefusedCommand if the actor is neither an owner nor the member, or the user is the
   *     list's owner
   */
  public ListResult unshare(String user, Command command) {
    if (!user.equals(command.actor())) {
      requireOwner(command);
    }
    if (roleOf(user).isEmpty()) {
      return ListResult.unchanged(this, command);
    }
    requireOtherThanOwner(user);
    return withMembers(
        members.stream().filter(member -> !member.userId().equals(user)).toList(),
        LIST_UNSHARED,
        command);
  }

  /**
   * The audience of the event is everyone who was a member before the command or is one after it.
   */
  private ListResult withMembers(List<Membership> others, EventType type, Command command) {
    TaskList after = changed(name, others, null, command);
    Change change = new Change(snapshot().members(), after.snapshot().members());
    List<String> audience = (type == LIST_SHARED ? after : this).users();
    return ListResult.of(
        after, new ListDomainEvent(type, after, Map.of("members", change), audience, command));
  }

  /**
   * Deletes the list; the store deletes its tasks with it.
   *
   * @throws RefusedCommand if the actor is not an owner, or it is an inbox
   */
  public ListResult delete(Command command) {
    requireOwner(command);
    requireNoInbox("an inbox cannot be deleted");
    return deleted(command);
  }

  /**
   * Removes the actor, who is being erased, from the members. Deletes the list if the actor is its
   * owner.
   */
  public ListResult leave(Command command) {
    return owner.equals(command.actor()) ? deleted(command) : unshare(command.actor(), command);
  }

  private ListResult deleted(Command command) {
    TaskList after = changed(name, members, command.at(), command);
    return ListResult.of(
        after, new ListDomainEvent(LIST_DELETED, after, Map.of(), users(), command));
  }

  /**
   * Changes the position of the list among the actor's lists. Other members do not see this, and
   * the list itself does not change.
   */
  public ListDomainEvent moved(int from, int to, Command command) {
    Map<String, Change> changes = Map.of("position", new Change(from, to));
    return new ListDomainEvent(LIST_UPDATED, this, changes, List.of(command.actor()), command);
  }

  /** Returns the user's role; empty if the user is not a member. */
  public Optional<Role> roleOf(String user) {
    return members.stream()
        .filter(member -> member.userId().equals(user))
        .map(Membership::role)
        .findFirst();
  }

  /** The ids of the members: who may see it. */
  public List<String> users() {
    return members.stream().map(Membership::userId).toList();
  }

  public ListSnapshot snapshot() {
    return new ListSnapshot(
        id,
        name,
        owner,
        inbox,
        members.stream()
            .map(member -> new ListSnapshot.Member(member.userId(), member.role()))
            .toList(),
        version,
        createdAt,
        updatedAt);
  }

  private TaskList changed(
      String name, List<Membership> members, @Nullable Instant deletedAt, Command command) {
    return new TaskList(
        id, owner, name, inbox, members, version + 1, createdAt, command.at(), deletedAt);
  }

  /**
   * @throws RefusedCommand if the actor is not an owner
   */
  public void requireOwner(Command command) {
    if (!roleOf(command.actor()).equals(Optional.of(Role.OWNER))) {
      throw new RefusedCommand(
          RefusedCommand.Reason.FORBIDDEN, "only owners of a list may rename, share or delete it");
    }
  }

  private void requireNoInbox(String detail) {
    if (inbox) {
      throw new RefusedCommand(RefusedCommand.Reason.INBOX, detail);
    }
  }

  private static void requireFewerMembersThanMax(int number) {
    if (number >= MAX_MEMBERS) {
      throw new RefusedCommand(
          RefusedCommand.Reason.TOO_MANY_MEMBERS,
          "a list has " + MAX_MEMBERS + " members at most, with those who are invited");
    }
  }

  private void requireOtherThanOwner(String user) {
    if (user.equals(owner)) {
      throw new RefusedCommand(
          RefusedCommand.Reason.LIST_OWNER,
          "the creator of a list stays its owner; delete the list instead");
    }
  }
}
