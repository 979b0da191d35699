package dev.perennial.reminderscheduler.plan;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.perennial.events.EventJson;
import dev.perennial.reminders.Person;
import dev.perennial.reminders.ReminderPlan;
import dev.perennial.reminders.Replanning;
import dev.perennial.reminders.StoredReminder;
import dev.perennial.runtime.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Applies changes of tasks to the plan of reminders, with as many statements for all of them as for
 * one, within an open transaction.
 */
final class TaskPlanner {

  private final ListRows lists;
  private final PersonRows people;
  private final TaskProjectionRows tasks;
  private final ReminderRows reminders;
  private final InstantSource clock;

  TaskPlanner(Database database, InstantSource clock) {
    this.lists = database.repository(ListRows.class);
    this.people = database.repository(PersonRows.class);
    this.tasks = database.repository(TaskProjectionRows.class);
    this.reminders = database.repository(ReminderRows.class);
    this.clock = clock;
  }

  /** Locks in the order that {@link PlanStore} names: all lists, all people, then the tasks. */
  void apply(List<TaskChange> changes, PlanChanges plan) {
    Map<Pair, MembershipRow> memberships = lockMemberships(changes);
    Map<String, PersonRow> known = lockPeople(changes);
    Map<String, Person> persons = new HashMap<>();
    for (List<TaskChange> round : rounds(changes)) {
      List<Planned> planned =
          round.stream().map(change -> planned(change, memberships, known)).toList();
      apply(planned, persons, plan);
    }
  }

  /**
   * Changes of one task are applied one after the other, in the order of their versions: a reminder
   * that an earlier one plans, and that has become due since, is still sent.
   */
  private static List<List<TaskChange>> rounds(List<TaskChange> changes) {
    List<List<TaskChange>> rounds = new ArrayList<>();
    Map<UUID, Integer> before = new HashMap<>();
    changes.stream()
        .sorted(comparingLong(change -> change.task().version()))
        .forEach(
            change -> {
              int round = before.merge(change.taskId(), 1, Integer::sum) - 1;
              if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
              }
              rounds.get(round).add(change);
            });
    return rounds;
  }

  private static Planned planned(
      TaskChange change, Map<Pair, MembershipRow> memberships, Map<String, PersonRow> people) {
    String meantFor = change.meantFor();
    boolean isVisible =
        meantFor != null
            && memberships
                .get(new Pair(change.task().listId(), meantFor))
                .isVisible(change.event().audience(), change.happenedAt());
    PersonRow known = meantFor == null ? null : people.get(meantFor);
    TaskProjectionRow row =
        TaskProjectionRow.of(
            change.task(), meantFor, isVisible ? meantFor : null, change.isDeleted());
    boolean isErased = known != null && known.isErasedFor(change.happenedAt(), isVisible);
    return new Planned(change, isErased ? row.erased() : row, known);
  }

  /**
   * @param persons those whose settings have been read from their JSON, by id
   */
  private void apply(List<Planned> round, Map<String, Person> persons, PlanChanges plan) {
    Instant now = clock.instant();
    List<StoredTask> rows = round.stream().map(one -> StoredTask.of(one.row, now)).toList();
    List<UUID> newer = tasks.putNewer(EventJson.MAPPER.writeValueAsString(rows));
    if (newer.isEmpty()) {
      return;
    }
    Map<UUID, List<StoredReminder>> stored =
        reminders.lockOfTasks(newer).stream()
            .collect(groupingBy(ReminderRow::taskId, mapping(ReminderRow::reminder, toList())));
    plan.put(
        round.stream()
            .filter(one -> newer.contains(one.row.taskId()))
            .flatMap(
                one ->
                    one
                        .replanned(stored.getOrDefault(one.row.taskId(), List.of()), persons)
                        .stream())
            .toList());
  }

  private Map<Pair, MembershipRow> lockMemberships(List<TaskChange> changes) {
    List<Pair> pairs =
        changes.stream()
            .filter(change -> change.meantFor() != null)
            .map(change -> new Pair(change.task().listId(), change.meantFor()))
            .distinct()
            .toList();
    Map<Pair, MembershipRow> found = locked(pairs);
    List<Pair> missing = pairs.stream().filter(pair -> !found.containsKey(pair)).toList();
    if (!missing.isEmpty()) {
      new TreeSet<>(missing.stream().map(Pair::listId).toList()).forEach(lists::insertIfAbsent);
      found.putAll(locked(missing));
    }
    return found;
  }

  private Map<Pair, MembershipRow> locked(List<Pair> pairs) {
    return pairs.isEmpty()
        ? new HashMap<>()
        : lists.lockShared(EventJson.MAPPER.writeValueAsString(pairs)).stream()
            .collect(
                toMap(
                    row -> new Pair(row.listId(), row.userId()),
                    Function.identity(),
                    (one, _) -> one,
                    HashMap::new));
  }

  private Map<String, PersonRow> lockPeople(List<TaskChange> changes) {
    var users =
        new TreeSet<>(changes.stream().map(TaskChange::meantFor).filter(Objects::nonNull).toList());
    Map<String, PersonRow> found = lockedPeople(users);
    users.removeAll(found.keySet());
    if (!users.isEmpty()) {
      users.forEach(people::insertIfAbsent);
      found.putAll(lockedPeople(users));
    }
    return found;
  }

  private Map<String, PersonRow> lockedPeople(Collection<String> users) {
    return users.isEmpty()
        ? new HashMap<>()
        : people.lockAllShared(EventJson.MAPPER.writeValueAsString(users)).stream()
            .collect(toMap(PersonRow::userId, Function.identity(), (one, _) -> one, HashMap::new));
  }

  /** A list and a person, as the statement's parameter names them. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private record Pair(UUID listId, String userId) {}

  private record Planned(TaskChange change, TaskProjectionRow row, @Nullable PersonRow known) {

    List<StoredReminder> replanned(List<StoredReminder> stored, Map<String, Person> persons) {
      String user = row.open() ? row.userId() : null;
      if (user == null || known == null) {
        return Replanning.cancelled(stored);
      }
      Person person = persons.computeIfAbsent(user, _ -> known.person());
      return Replanning.changes(
          stored,
          ReminderPlan.of(change.task(), person),
          row.taskId(),
          row.version(),
          user,
          change.happenedAt());
    }
  }

  /** A row in the form of the statement's parameter. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private record StoredTask(
      UUID taskId,
      UUID listId,
      @Nullable String meantFor,
      @Nullable String userId,
      long version,
      boolean open,
      @Nullable String task,
      Instant receivedAt) {

    static StoredTask of(TaskProjectionRow row, Instant now) {
      return new StoredTask(
          row.taskId(),
          row.listId(),
          row.meantFor(),
          row.userId(),
          row.version(),
          row.open(),
          row.task(),
          now);
    }
  }
}
