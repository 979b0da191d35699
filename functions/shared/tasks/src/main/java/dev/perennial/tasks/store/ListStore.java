package dev.perennial.tasks.store;

import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.list.Inbox;
import dev.perennial.tasks.list.Invitation;
import dev.perennial.tasks.list.ListDomainEvent;
import dev.perennial.tasks.list.ListResult;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.store.invitation.Invitations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stores lists in Postgres. Every query runs as a user: row-level security hides lists that the
 * user is not a member of. Deleted lists are not found. The events of a change are written to the
 * outbox in the transaction that stores it. Changes of one list are serialized by the lock of its
 * row.
 */
public final class ListStore {

  /** The lists of a user, their own and those shared with them: they are returned all at once. */
  public static final int MAX_LISTS = 500;

  private final Database database;
  private final Outbox outbox;
  private final ListRows lists;
  private final MemberRows memberships;
  private final Members members;
  private final ListTasks tasks;
  private final ListOrder order;
  private final Invitations invitations;

  public ListStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
    this.lists = database.repository(ListRows.class);
    this.memberships = database.repository(MemberRows.class);
    this.members = new Members(database);
    this.tasks = new ListTasks(database, outbox);
    this.order = new ListOrder(memberships);
    this.invitations = new Invitations(database, outbox);
  }

  /**
   * Finds a list. Creates the inbox if it is requested and does not exist.
   *
   * @param now the creation time of a new inbox
   */
  public Optional<TaskList> find(String user, UUID id, Instant now) {
    return database.inTransaction(
        user,
        () -> {
          if (id.equals(Inbox.idFor(user))) {
            members.createInbox(user, now);
          }
          return lists.find(id).map(row -> row.list(memberships.of(id)));
        });
  }

  /**
   * Returns all lists of the user in the user's order. Creates the inbox if it does not exist.
   *
   * @param now the creation time of a new inbox
   */
  public List<TaskList> all(String user, Instant now) {
    return database.inTransaction(
        user,
        () -> {
          members.createInbox(user, now);
          List<ListRow> own = lists.own();
          Map<UUID, List<MemberRow>> byList =
              memberships.ofAll(own.stream().map(ListRow::id).toList()).stream()
                  .collect(Collectors.groupingBy(MemberRow::listId));
          return own.stream().map(row -> row.list(byList.get(row.id()))).toList();
        });
  }

  /**
   * Stores a new list, as the last one of its creator.
   *
   * @throws RefusedCommand if the id is taken, or the creator has {@value #MAX_LISTS} lists
   */
  public void create(ListResult created) {
    TaskList list = created.list();
    database.inTransaction(
        list.owner(),
        () -> {
          Instant at = list.createdAt();
          members.createInbox(list.owner(), at);
          requireAtMost(MAX_LISTS - 1);
          if (lists.insert(list.id(), list.owner(), list.name(), list.inbox(), at) == 0) {
            throw new RefusedCommand(
                RefusedCommand.Reason.ID_TAKEN, "the id " + list.id() + " is taken; use another");
          }
          memberships.insertOwner(list.id(), list.owner(), null, at);
          created.events().forEach(this::publish);
          return list;
        });
  }

  /**
   * Loads the list, applies the change and stores its result, in one transaction. The tasks of a
   * removed member are unassigned, those of a deleted list deleted with it. If the change throws,
   * nothing is stored.
   *
   * @return empty if the user sees no such list
   */
  public Optional<TaskList> change(String user, UUID id, Function<TaskList, ListResult> change) {
    return database.inTransaction(
        user,
        () -> {
          lists.lock(id);
          return lists
              .find(id)
              .map(row -> row.list(memberships.of(id)))
              .map(before -> store(before, change.apply(before)));
        });
  }

  /**
   * Gives a member another role, or invites a user who is not a member, in one transaction.
   *
   * @param requirement throws if the list's current state does not meet the request's conditions
   * @return empty if the actor sees no such list
   * @throws RefusedCommand as {@link TaskList#changeRole} and {@link Invitations#invite} do
   */
  public Optional<TaskList> share(
      UUID id, String user, Role role, Consumer<TaskList> requirement, Command command) {
    return change(
        command.actor(),
        id,
        list -> {
          requirement.accept(list);
          if (list.roleOf(user).isEmpty()) {
            invitations.invite(list, user, role, command);
          }
          return list.changeRole(user, role, command);
        });
  }

  /**
   * Removes a member, or withdraws the invitation of a user who is not a member, in one
   * transaction.
   *
   * @param requirement as in {@link #share}
   * @return whether the user was a member or invited; empty if the actor sees no such list
   */
  public Optional<Boolean> unshare(
      UUID id, String user, Consumer<TaskList> requirement, Command command) {
    var isFound = new AtomicBoolean();
    return change(
            command.actor(),
            id,
            list -> {
              requirement.accept(list);
              boolean isMember = list.roleOf(user).isPresent();
              isFound.set(isMember || isWithdrawn(list, user, command));
              return list.unshare(user, command);
            })
        .map(_ -> isFound.get());
  }

  private boolean isWithdrawn(TaskList list, String user, Command command) {
    return !user.equals(command.actor()) && invitations.withdraw(list, user, command);
  }

  /**
   * Makes the actor a member of a list that they are invited to, in one transaction.
   *
   * @throws RefusedCommand if the actor is not invited, the list has too many members, or the actor
   *     too many lists
   */
  public TaskList accept(UUID id, Command command) {
    return database.inTransaction(
        command.actor(),
        () -> {
          Invitation invitation = invitations.admit(id, command);
          requireAtMost(MAX_LISTS);
          lists.lock(id);
          ListRow row = lists.find(id).orElseThrow(Invitations::notInvited);
          invitations.accepted(invitation, command);
          TaskList before =
              row.list(
                  memberships.of(id).stream()
                      .filter(member -> !member.userId().equals(command.actor()))
                      .toList());
          return store(before, before.join(invitation.role(), command));
        });
  }

  private void requireAtMost(int number) {
    if (lists.own().size() > number) {
      throw new RefusedCommand(
          RefusedCommand.Reason.TOO_MANY_LISTS,
          "a user has " + MAX_LISTS + " lists at most, with those of others; delete or leave one");
    }
  }

  /**
   * Declines the actor's invitation to a list.
   *
   * @throws RefusedCommand if the actor is not invited
   */
  public void decline(UUID id, Command command) {
    database.inTransaction(
        command.actor(),
        () -> {
          invitations.decline(id, command);
          return id;
        });
  }

  /** The invitations that the user can accept or decline, the oldest first. */
  public List<Invitation> invitationsTo(String user) {
    return database.inTransaction(user, () -> invitations.toUser(user));
  }

  /**
   * The invitations to a list that are not answered, the oldest first.
   *
   * @return empty if the actor sees no such list
   * @throws RefusedCommand if the actor is not an owner
   */
  public Optional<List<Invitation>> invitationsOf(UUID id, Command command) {
    return database.inTransaction(
        command.actor(),
        () ->
            lists
                .find(id)
                .map(row -> row.list(memberships.of(id)))
                .map(
                    list -> {
                      list.requireOwner(command);
                      return invitations.ofList(id);
                    }));
  }

  private TaskList store(TaskList before, ListResult result) {
    TaskList after = result.list();
    if (!after.equals(before)) {
      lists.update(ListRow.of(after));
    }
    result.events().forEach(this::publish);
    result.position().ifPresent(position -> place(after, position, result.command()));
    if (after.deletedAt() == null) {
      storeMembers(before, after, result.command());
    } else {
      tasks.delete(after, result.command());
      invitations.withdrawAll(after.id(), result.command());
    }
    return after;
  }

  private void place(TaskList list, int position, Command command) {
    // Positions count the inbox too, so it must exist.
    members.createInbox(command.actor(), command.at());
    order
        .move(list.id(), position)
        .map(move -> list.moved(move.from(), move.to(), command))
        .ifPresent(this::publish);
  }

  private void storeMembers(TaskList before, TaskList after, Command command) {
    after.members().stream()
        .filter(member -> !before.members().contains(member))
        .forEach(
            member ->
                memberships.put(
                    after.id(), member.userId(), member.role().name(), member.joinedAt()));
    // Last, since users who remove themselves no longer see the list afterwards.
    before.users().stream()
        .filter(user -> after.roleOf(user).isEmpty())
        .forEach(user -> remove(user, after, command));
  }

  private void remove(String user, TaskList list, Command command) {
    // From here on no task can be assigned to the user.
    memberships.lock(list.id(), user);
    tasks.unassign(user, list, command);
    memberships.remove(list.id(), user);
  }

  private void publish(ListDomainEvent event) {
    outbox.add(
        new Outbox.Entry(
            event.type(),
            event.list().id().toString(),
            event.list().id().toString(),
            event.command().actor(),
            event.list().owner(),
            event.payload()));
  }
}
