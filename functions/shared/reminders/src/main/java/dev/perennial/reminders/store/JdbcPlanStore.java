package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ListSnapshot.Member;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.DigestDay;
import dev.perennial.reminders.KeptReminder;
import dev.perennial.reminders.Person;
import dev.perennial.reminders.ReminderPlan;
import dev.perennial.reminders.Replanning;
import dev.perennial.runtime.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps plans in Postgres. Locks are taken in the same order by all: the list, the person, tasks by
 * their ids, their reminders, the alarm.
 */
public final class JdbcPlanStore implements PlanStore {

  private static final int BATCH = 500;
  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final ListRows lists;
  private final ToldTaskRows tasks;
  private final PersonRows people;
  private final ReminderRows reminders;
  private final DeviceRows devices;
  private final OutlivedRows outlived;
  private final AlarmRows alarms;
  private final JdbcAlarm alarm;
  private final InstantSource clock;

  public JdbcPlanStore(Database database, JdbcAlarm alarm, InstantSource clock) {
    this.database = database;
    this.lists = database.repository(ListRows.class);
    this.tasks = database.repository(ToldTaskRows.class);
    this.people = database.repository(PersonRows.class);
    this.reminders = database.repository(ReminderRows.class);
    this.devices = database.repository(DeviceRows.class);
    this.outlived = database.repository(OutlivedRows.class);
    this.alarms = database.repository(AlarmRows.class);
    this.alarm = alarm;
    this.clock = clock;
  }

  @Override
  public void hear(TaskEvent event, boolean isGone, Instant happenedAt) {
    var task = event.task();
    changing(
        plan -> {
          var meant = ReminderPlan.meantFor(task).orElse(null);
          var isSeen = meant != null && maySee(meant, event, happenedAt);
          var known = meant == null ? null : keep(meant);
          var heard = ToldTaskRow.of(task, meant, isSeen ? meant : null, isGone);
          var row = known != null && known.isGone(happenedAt, isSeen) ? heard.ofNobody() : heard;
          if (isNews(row)) {
            var person = Person.of(known == null ? null : known.snapshot());
            plan.put(replanned(task, row.open() ? row.userId() : null, person, happenedAt));
          }
        });
  }

  private boolean maySee(String user, TaskEvent event, Instant happenedAt) {
    var listId = event.task().listId();
    var list =
        lists
            .keep(listId, user)
            .or(
                () -> {
                  lists.make(listId);
                  return lists.keep(listId, user);
                })
            .orElseThrow();
    return list.shows(user, event.audience(), happenedAt);
  }

  @Override
  public void hear(ListSnapshot list, Instant happenedAt) {
    var members = list.members().stream().map(Member::userId).toList();
    var json = EventJson.MAPPER.writeValueAsString(members);
    changing(
        plan -> {
          if (lists.put(list.id(), list.version(), json, happenedAt) == 1) {
            cancel(tasks.takeFromOthers(list.id(), members), plan);
            tasks
                .awaited(list.id(), members)
                .forEach(user -> giveBack(list.id(), user, happenedAt, plan));
          }
        });
  }

  private void giveBack(UUID listId, String user, Instant happenedAt, PlannedRows plan) {
    var person = keep(user).person();
    tasks
        .giveBack(listId, user)
        .forEach(row -> plan.put(replanned(row.snapshot(), user, person, happenedAt)));
  }

  @Override
  public void hear(ProfileSnapshot profile, Instant happenedAt) {
    var user = profile.userId();
    changing(
        plan -> {
          people.make(user);
          var known = people.lock(user).orElseThrow();
          if (!known.isNews(profile)) {
            return;
          }
          people.tell(user, profile.version(), EventJson.MAPPER.writeValueAsString(profile));
          var before = known.snapshot();
          if (before != null && !Objects.equals(before.channels(), profile.channels())) {
            people.subscribe(user);
          }
          var person = Person.of(profile);
          setDigest(known, person, plan);
          if (!person.isRemindedAs(known.person())) {
            replan(user, person, happenedAt, plan);
          }
        });
  }

  @Override
  public void forget(ProfileSnapshot profile) {
    var user = profile.userId();
    changing(
        plan -> {
          lists.lockOf(user);
          people.make(user);
          var known = people.lock(user).orElseThrow();
          if (!known.isErasedBy(profile)) {
            return;
          }
          people.forget(user, profile.updatedAt());
          plan.digest(known.digestAt(), null);
          devices.deleteOf(user);
          cancel(tasks.forget(user), plan);
          lists.leave(user);
          outlived.deleteRemindersOf(user);
          outlived.deleteNotificationsOf(user);
        });
  }

  @Override
  public void planBy(String zoneData, Instant now) {
    if (zoneData.equals(alarms.read().zoneData())) {
      return;
    }
    changing(
        plan -> {
          var some = people.page("", BATCH);
          while (!some.isEmpty()) {
            some.forEach(user -> planAnew(user, now, plan));
            some = people.page(some.getLast(), BATCH);
          }
          alarms.plannedBy(zoneData);
        });
  }

  private void planAnew(String user, Instant now, PlannedRows plan) {
    var row = people.lock(user).orElseThrow();
    setDigest(row, row.person(), plan);
    replan(user, row.person(), now, plan);
  }

  private void changing(Consumer<PlannedRows> change) {
    database.inTransaction(
        () -> {
          var plan = new PlannedRows(database, alarm, clock);
          change.accept(plan);
          plan.followWithAlarm();
          return null;
        });
  }

  private PersonRow keep(String user) {
    people.make(user);
    return people.keep(user).orElseThrow();
  }

  private boolean isNews(ToldTaskRow row) {
    return tasks.put(
            row.taskId(),
            row.listId(),
            row.meantFor(),
            row.userId(),
            row.version(),
            row.open(),
            row.task(),
            clock.instant())
        == 1;
  }

  /**
   * @param user null if nobody is to be reminded of it
   */
  private List<KeptReminder> replanned(
      TaskSnapshot task, @Nullable String user, Person person, Instant happenedAt) {
    var kept = kept(List.of(task.id()));
    return user == null
        ? Replanning.cancelled(kept)
        : Replanning.changes(
            kept, ReminderPlan.of(task, person), task.id(), task.version(), user, happenedAt);
  }

  private void replan(String user, Person person, Instant happenedAt, PlannedRows plan) {
    var after = FIRST;
    while (after != null) {
      var some = tasks.lockOpen(user, after, BATCH);
      some.forEach(row -> plan.put(replanned(row.snapshot(), user, person, happenedAt)));
      after = some.size() < BATCH ? null : some.getLast().taskId();
    }
  }

  private void cancel(List<UUID> ofTasks, PlannedRows plan) {
    if (!ofTasks.isEmpty()) {
      plan.put(Replanning.cancelled(kept(ofTasks)));
    }
  }

  private List<KeptReminder> kept(List<UUID> ofTasks) {
    return reminders.lockOfTasks(ofTasks).stream().map(ReminderRow::reminder).toList();
  }

  /**
   * The day whose digest is next stays the next one, so that none has two; and one that is due and
   * not told yet is told.
   */
  private void setDigest(PersonRow known, Person person, PlannedRows plan) {
    var now = clock.instant();
    var time = person.digestTime();
    if (time == null) {
      plan.digest(known.digestAt(), null);
      people.setDigest(known.userId(), null, null);
    } else if (known.digestAt() == null || known.digestAt().isAfter(now)) {
      var notBefore = known.digestDate() == null ? LocalDate.EPOCH : known.digestDate();
      var next = DigestDay.next(notBefore, now, time, person.zone());
      plan.digest(known.digestAt(), next.at());
      people.setDigest(known.userId(), next.date(), next.at());
    }
  }
}
