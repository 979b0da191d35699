package dev.perennial.tasks;

import static dev.perennial.events.EventType.LIST_CREATED;
import static dev.perennial.events.EventType.LIST_DELETED;
import static dev.perennial.events.EventType.LIST_SHARED;
import static dev.perennial.events.EventType.LIST_UNSHARED;
import static dev.perennial.events.EventType.LIST_UPDATED;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ListSnapshot.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list, who may see it, and what its members can do to it. Each act answers the list after it and
 * what is to be published; nothing is changed in place. An act that changes nothing has no facts.
 *
 * @param owner who made it and is billed for it; always a member, and always in that role
 * @param inbox the owner's inbox is nobody else's, and stays as it is
 * @param members in the order in which they came
 * @param version 1 when created, one more with each act that changed something
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

  /** Every event of a task names all who may see it, and has to fit into a message. */
  public static final int MAX_MEMBERS = 100;

  public TaskList {
    members = List.copyOf(members);
  }

  /** A new list of the actor's. */
  public static ListOutcome create(UUID id, String name, Act act) {
    Membership owner = new Membership(act.actor(), Role.OWNER, act.at());
    TaskList list =
        new TaskList(id, act.actor(), name, false, List.of(owner), 1, act.at(), act.at(), null);
    Map<String, Change> changes = Map.of("name", new Change(null, name));
    return ListOutcome.of(list, new ListFact(LIST_CREATED, list, changes, list.users(), act));
  }

  /**
   * @throws RefusedAct if the actor may not, or it is an inbox
   */
  public ListOutcome rename(String other, Act act) {
    requireOwner(act);
    requireNoInbox("an inbox keeps its name");
    if (name.equals(other)) {
      return ListOutcome.unchanged(this, act);
    }
    TaskList after = changed(other, members, null, act);
    Map<String, Change> changes = Map.of("name", new Change(name, other));
    return ListOutcome.of(after, new ListFact(LIST_UPDATED, after, changes, users(), act));
  }

  /**
   * Makes the user a member, or gives the member another role.
   *
   * @throws RefusedAct if the actor may not, or it is an inbox, or the user is the list's owner, or
   *     the list has {@value #MAX_MEMBERS} members
   */
  public ListOutcome share(String user, Role role, Act act) {
    requireOwner(act);
    requireNoInbox("an inbox is nobody else's; make a list to share");
    if (roleOf(user).equals(Optional.of(role))) {
      return ListOutcome.unchanged(this, act);
    }
    requireOtherThanOwner(user);
    List<Membership> others = new ArrayList<>(members);
    others.replaceAll(
        member ->
            member.userId().equals(user) ? new Membership(user, role, member.joinedAt()) : member);
    if (roleOf(user).isEmpty()) {
      requireRoom();
      others.add(new Membership(user, role, act.at()));
    }
    return withMembers(others, LIST_SHARED, act);
  }

  /**
   * Takes the list from a member; members may also leave by themselves. Nothing happens if the user
   * is no member.
   *
   * @throws RefusedAct if the actor may not, or the user is the list's owner
   */
  public ListOutcome unshare(String user, Act act) {
    if (!user.equals(act.actor())) {
      requireOwner(act);
    }
    if (roleOf(user).isEmpty()) {
      return ListOutcome.unchanged(this, act);
    }
    requireOtherThanOwner(user);
    return withMembers(
        members.stream().filter(member -> !member.userId().equals(user)).toList(),
        LIST_UNSHARED,
        act);
  }

  /** Whoever was a member, or is one now, hears of it. */
  private ListOutcome withMembers(List<Membership> others, EventType type, Act act) {
    TaskList after = changed(name, others, null, act);
    Change change = new Change(snapshot().members(), after.snapshot().members());
    List<String> audience = (type == LIST_SHARED ? after : this).users();
    return ListOutcome.of(
        after, new ListFact(type, after, Map.of("members", change), audience, act));
  }

  /**
   * The list goes, and its tasks with it.
   *
   * @throws RefusedAct if the actor may not, or it is an inbox
   */
  public ListOutcome delete(Act act) {
    requireOwner(act);
    requireNoInbox("everyone has an inbox");
    return deleted(act);
  }

  /** The actor is gone for good: the list is left to its owner, or goes if that was the actor. */
  public ListOutcome leave(Act act) {
    return owner.equals(act.actor()) ? deleted(act) : unshare(act.actor(), act);
  }

  private ListOutcome deleted(Act act) {
    TaskList after = changed(name, members, act.at(), act);
    return ListOutcome.of(after, new ListFact(LIST_DELETED, after, Map.of(), users(), act));
  }

  /**
   * The actor moved it among their lists, which concerns nobody else and leaves the list as it is.
   */
  public ListFact moved(int from, int to, Act act) {
    Map<String, Change> changes = Map.of("position", new Change(from, to));
    return new ListFact(LIST_UPDATED, this, changes, List.of(act.actor()), act);
  }

  /** Empty for who is no member. */
  public Optional<Role> roleOf(String user) {
    return members.stream()
        .filter(member -> member.userId().equals(user))
        .map(Membership::role)
        .findFirst();
  }

  /** Who may see it. */
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
      String name, List<Membership> members, @Nullable Instant deletedAt, Act act) {
    return new TaskList(
        id, owner, name, inbox, members, version + 1, createdAt, act.at(), deletedAt);
  }

  private void requireOwner(Act act) {
    if (!roleOf(act.actor()).equals(Optional.of(Role.OWNER))) {
      throw new RefusedAct(
          RefusedAct.Reason.FORBIDDEN, "only owners of a list rename, share or delete it");
    }
  }

  private void requireNoInbox(String detail) {
    if (inbox) {
      throw new RefusedAct(RefusedAct.Reason.INBOX, detail);
    }
  }

  private void requireRoom() {
    if (members.size() >= MAX_MEMBERS) {
      throw new RefusedAct(
          RefusedAct.Reason.TOO_MANY_MEMBERS, "a list has " + MAX_MEMBERS + " members at most");
    }
  }

  private void requireOtherThanOwner(String user) {
    if (user.equals(owner)) {
      throw new RefusedAct(
          RefusedAct.Reason.LIST_OWNER, "who made a list stays its owner; delete the list instead");
    }
  }
}
