package dev.perennial.reminderscheduler.plan;

import dev.perennial.events.EventJson;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ListSnapshot.Member;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.DigestDay;
import dev.perennial.reminders.Person;
import dev.perennial.reminders.ReminderPlan;
import dev.perennial.reminders.Replanning;
import dev.perennial.reminders.StoredReminder;
import dev.perennial.reminderscheduler.alarm.Alarm;
import dev.perennial.runtime.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Applies events to the plan of reminders and digests. Events may arrive late, twice or out of
 * order: for each task, list and person the newest version wins. Each change reschedules the alarm
 * in the same transaction, which is the open one or a new one.
 *
 * <p>All transactions lock in the same order: the list, the person, tasks by their ids, their
 * reminders, the alarm.
 */
public final class PlanStore {

  private static final int BATCH = 500;
  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final ListRows lists;
  private final TaskProjectionRows tasks;
  private final PersonRows people;
  private final ReminderRows reminders;
  private final ErasureRows erasures;
  private final ZoneDataRows zones;
  private final TaskPlanner planner;
  private final Alarm alarm;
  private final InstantSource clock;

  public PlanStore(Database database, Alarm alarm, InstantSource clock) {
    this.database = database;
    this.lists = database.repository(ListRows.class);
    this.tasks = database.repository(TaskProjectionRows.class);
    this.people = database.repository(PersonRows.class);
    this.reminders = database.repository(ReminderRows.class);
    this.erasures = database.repository(ErasureRows.class);
    this.zones = database.repository(ZoneDataRows.class);
    this.planner = new TaskPlanner(database, clock);
    this.alarm = alarm;
    this.clock = clock;
  }

  /**
   * Applies the new state of a task.
   *
   * @param isDeleted whether the task was deleted
   * @param happenedAt when the event happened; reminders that were due since then are sent late
   */
  public void apply(TaskEvent event, boolean isDeleted, Instant happenedAt) {
    applyAll(List.of(new TaskChange(event, isDeleted, happenedAt)));
  }

  /** Applies the new states of tasks, in the order of their versions. */
  public void applyAll(List<TaskChange> changes) {
    change(plan -> planner.apply(changes, plan));
  }

  /**
   * Applies the new members of a list. Reminders of people who are no longer members are cancelled;
   * reminders of people who are members again are planned again.
   *
   * @param happenedAt when the event happened
   */
  public void apply(ListSnapshot list, Instant happenedAt) {
    List<String> members = list.members().stream().map(Member::userId).toList();
    String json = EventJson.MAPPER.writeValueAsString(members);
    change(
        plan -> {
          if (lists.putIfNewer(list.id(), list.version(), json, happenedAt) == 1) {
            cancel(tasks.unassignFromNonMembers(list.id(), members), plan);
            tasks
                .membersToReassign(list.id(), members)
                .forEach(user -> reassign(list.id(), user, happenedAt, plan));
          }
        });
  }

  private void reassign(UUID listId, String user, Instant happenedAt, PlanChanges plan) {
    Person person = lockShared(user).person();
    tasks
        .reassign(listId, user)
        .forEach(row -> plan.put(replanned(row.snapshot(), user, person, happenedAt)));
  }

  /**
   * Applies the new settings of a person: plans their digest, and all their reminders again if the
   * settings change these.
   *
   * @param happenedAt when the event happened
   * @return false if a newer profile is known, or the person has erased themself since
   */
  public boolean apply(ProfileSnapshot profile, Instant happenedAt) {
    String user = profile.userId();
    var isNewest = new AtomicBoolean();
    change(
        plan -> {
          people.insertIfAbsent(user);
          PersonRow known = people.lock(user).orElseThrow();
          if (!known.isOlderThan(profile)) {
            return;
          }
          isNewest.set(true);
          people.setProfile(user, profile.version(), EventJson.MAPPER.writeValueAsString(profile));
          ProfileSnapshot before = known.snapshot();
          if (before != null && !Objects.equals(before.channels(), profile.channels())) {
            people.clearUnsubscribed(user);
          }
          Person person = Person.of(profile);
          planDigest(known, person, plan);
          if (!person.isRemindedAs(known.person())) {
            replan(user, person, happenedAt, plan);
          }
        });
    return isNewest.get();
  }

  /**
   * Erases a person: deletes their settings, devices, reminders and notifications, and cancels what
   * is planned for them. Does nothing if they have been erased already or have a newer profile.
   *
   * @param erasedAt when the person was erased, as task-api has recorded it
   */
  public void erase(String user, Instant erasedAt) {
    change(
        plan -> {
          lists.lockOfMember(user);
          people.insertIfAbsent(user);
          PersonRow known = people.lock(user).orElseThrow();
          if (!known.isErasedAt(erasedAt)) {
            return;
          }
          people.erase(user, erasedAt);
          plan.moveDigest(known.digestAt(), null);
          erasures.deleteDevicesOf(user);
          cancel(tasks.eraseOf(user), plan);
          lists.removeMember(user);
          erasures.deleteRemindersOf(user);
          erasures.deleteNotificationsOf(user);
        });
  }

  /**
   * Plans the reminders and digests of all people again, unless they were planned with this edition
   * of the time zone data.
   *
   * @param zoneData such as 2026a
   */
  public void replanAll(String zoneData, Instant now) {
    if (zoneData.equals(zones.read().zoneData())) {
      return;
    }
    change(
        plan -> {
          List<String> page = people.page("", BATCH);
          while (!page.isEmpty()) {
            page.forEach(user -> replan(user, now, plan));
            page = people.page(page.getLast(), BATCH);
          }
          zones.set(zoneData);
        });
  }

  private void replan(String user, Instant now, PlanChanges plan) {
    PersonRow row = people.lock(user).orElseThrow();
    planDigest(row, row.person(), plan);
    replan(user, row.person(), now, plan);
  }

  private void change(Consumer<PlanChanges> change) {
    database.inTransaction(
        () -> {
          var plan = new PlanChanges(reminders, alarm, clock);
          change.accept(plan);
          plan.rescheduleAlarm();
        });
  }

  private PersonRow lockShared(String user) {
    people.insertIfAbsent(user);
    return people.lockShared(user).orElseThrow();
  }

  /** The reminders of an open task that change. */
  private List<StoredReminder> replanned(
      TaskSnapshot task, String user, Person person, Instant happenedAt) {
    return Replanning.changes(
        stored(List.of(task.id())),
        ReminderPlan.of(task, person),
        task.id(),
        task.version(),
        user,
        happenedAt);
  }

  private void replan(String user, Person person, Instant happenedAt, PlanChanges plan) {
    UUID after = FIRST;
    while (after != null) {
      List<TaskProjectionRow> page = tasks.lockOpen(user, after, BATCH);
      page.forEach(row -> plan.put(replanned(row.snapshot(), user, person, happenedAt)));
      after = page.size() < BATCH ? null : page.getLast().taskId();
    }
  }

  private void cancel(List<UUID> taskIds, PlanChanges plan) {
    if (!taskIds.isEmpty()) {
      plan.put(Replanning.cancelled(stored(taskIds)));
    }
  }

  private List<StoredReminder> stored(List<UUID> taskIds) {
    return reminders.lockOfTasks(taskIds).stream().map(ReminderRow::reminder).toList();
  }

  /**
   * Plans the next digest. The next day keeps its digest, so that no day has two; a digest that is
   * due already keeps its time and is sent.
   */
  private void planDigest(PersonRow known, Person person, PlanChanges plan) {
    Instant now = clock.instant();
    LocalTime time = person.digestTime();
    if (time == null) {
      plan.moveDigest(known.digestAt(), null);
      people.setDigest(known.userId(), null, null);
    } else if (known.digestAt() == null || known.digestAt().isAfter(now)) {
      LocalDate notBefore = known.digestDate() == null ? LocalDate.EPOCH : known.digestDate();
      var next = DigestDay.next(notBefore, now, time, person.zone());
      plan.moveDigest(known.digestAt(), next.at());
      people.setDigest(known.userId(), next.date(), next.at());
    }
  }
}
