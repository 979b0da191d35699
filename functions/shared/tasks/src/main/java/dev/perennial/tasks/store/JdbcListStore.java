package dev.perennial.tasks.store;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Inbox;
import dev.perennial.tasks.ListFact;
import dev.perennial.tasks.ListOutcome;
import dev.perennial.tasks.RefusedAct;
import dev.perennial.tasks.TaskList;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps lists in Postgres. The lock of a list's row makes its changes happen one by one. */
public final class JdbcListStore implements ListStore {

  private final Database database;
  private final Outbox outbox;
  private final ListRows lists;
  private final MemberRows memberships;
  private final Members members;
  private final ListTasks tasks;
  private final ListOrder order;

  public JdbcListStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
    this.lists = database.repository(ListRows.class);
    this.memberships = database.repository(MemberRows.class);
    this.members = new Members(database);
    this.tasks = new ListTasks(database, outbox);
    this.order = new ListOrder(memberships);
  }

  @Override
  public Optional<TaskList> find(String user, UUID id, Instant now) {
    return database.inTransaction(
        user,
        () -> {
          if (id.equals(Inbox.idFor(user))) {
            members.makeInbox(user, now);
          }
          return lists.find(id).map(row -> row.list(memberships.of(id)));
        });
  }

  @Override
  public List<TaskList> all(String user, Instant now) {
    return database.inTransaction(
        user,
        () -> {
          members.makeInbox(user, now);
          List<ListRow> mine = lists.mine();
          Map<UUID, List<MemberRow>> byList =
              memberships.ofAll(mine.stream().map(ListRow::id).toList()).stream()
                  .collect(Collectors.groupingBy(MemberRow::listId));
          return mine.stream().map(row -> row.list(byList.get(row.id()))).toList();
        });
  }

  @Override
  public void create(ListOutcome created) {
    TaskList list = created.list();
    database.inTransaction(
        list.owner(),
        () -> {
          Instant at = list.createdAt();
          members.makeInbox(list.owner(), at);
          if (lists.make(list.id(), list.owner(), list.name(), list.inbox(), at) == 0) {
            throw new RefusedAct(
                RefusedAct.Reason.ID_TAKEN, "the id " + list.id() + " is taken; choose another");
          }
          memberships.found(list.id(), list.owner(), null, at);
          created.facts().forEach(this::publish);
          return list;
        });
  }

  @Override
  public Optional<TaskList> change(String user, UUID id, Function<TaskList, ListOutcome> change) {
    return database.inTransaction(
        user,
        () -> {
          lists.hold(id);
          return lists
              .find(id)
              .map(row -> row.list(memberships.of(id)))
              .map(before -> keep(before, change.apply(before)));
        });
  }

  private TaskList keep(TaskList before, ListOutcome outcome) {
    TaskList after = outcome.list();
    if (!after.equals(before)) {
      lists.update(ListRow.of(after));
    }
    outcome.facts().forEach(this::publish);
    outcome.position().ifPresent(position -> place(after, position, outcome.act()));
    if (after.deletedAt() == null) {
      keepMembers(before, after, outcome.act());
    } else {
      tasks.delete(after, outcome.act());
    }
    return after;
  }

  private void place(TaskList list, int position, Act act) {
    // Without it the first of all places would not be taken.
    members.makeInbox(act.actor(), act.at());
    order
        .move(list.id(), position)
        .map(move -> list.moved(move.from(), move.to(), act))
        .ifPresent(this::publish);
  }

  private void keepMembers(TaskList before, TaskList after, Act act) {
    after.members().stream()
        .filter(member -> !before.members().contains(member))
        .forEach(
            member ->
                memberships.put(
                    after.id(), member.userId(), member.role().name(), member.joinedAt()));
    // Last of all: who leaves by themself sees nothing of the list any more.
    before.users().stream()
        .filter(user -> after.roleOf(user).isEmpty())
        .forEach(user -> remove(user, after, act));
  }

  private void remove(String user, TaskList list, Act act) {
    // Nobody can be given a task of the list from here on.
    memberships.lock(list.id(), user);
    tasks.unassign(user, list, act);
    memberships.remove(list.id(), user);
  }

  private void publish(ListFact fact) {
    outbox.add(
        new Outbox.Entry(
            fact.type(),
            fact.list().id().toString(),
            fact.list().id().toString(),
            fact.act().actor(),
            fact.list().owner(),
            fact.event()));
  }
}
