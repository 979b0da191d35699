package dev.perennial.taskinsights.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import dev.perennial.taskinsights.history.DaySettings;
import dev.perennial.taskinsights.history.Entry;
import dev.perennial.taskinsights.history.Fact;
import dev.perennial.taskinsights.history.PersonDays;
import dev.perennial.taskinsights.history.TaskHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores facts and keeps the entries and days of people equal to what the facts say, in the
 * transaction that adds them. Nothing is incremented: each touched day is made anew from its
 * entries, and each entry from all facts of its task. So the order in which facts come, and whether
 * they come twice, makes no difference.
 *
 * <p>Transactions first lock the tasks that they change, then the people who are concerned. The
 * entries of a person are written under that person's lock only.
 */
public final class InsightStore {

  private static final int TASKS = 1;
  private static final int PEOPLE = 2;

  /** How many tasks of a person are in memory at once. */
  private static final int BATCH = 1000;

  private static final UUID NO_TASK = new UUID(0, 0);

  private final Database database;
  private final FactRows facts;
  private final ProfileRows profiles;
  private final EntryRows entries;

  public InsightStore(Database database) {
    this.database = database;
    this.facts = database.repository(FactRows.class);
    this.profiles = database.repository(ProfileRows.class);
    this.entries = database.repository(EntryRows.class);
  }

  /** A version of a profile, as far as it matters for the days of a person. */
  public record ProfileFact(
      String person,
      long version,
      Instant since,
      @Nullable String zone,
      @Nullable String dayStartsAt,
      @Nullable Integer dailyGoal,
      @Nullable Integer weeklyGoal) {}

  /** Adds facts of tasks, in the open transaction. */
  public void add(List<Fact> added) {
    Set<UUID> tasks = new LinkedHashSet<>();
    added.forEach(fact -> tasks.add(fact.taskId()));
    var ids = json(tasks);
    facts.lock(TASKS, ids);
    var known = new ArrayList<>(read(ids));
    known.addAll(added);
    var people = new TreeSet<String>();
    histories(known).forEach(history -> people.addAll(history.people()));
    facts.lock(PEOPLE, json(people));
    // After the locks, so that an erasure that was applied meanwhile is seen.
    facts.insert(json(added.stream().map(FactRow::of).toList()));
    refresh(histories(read(ids)), ids);
  }

  /** Adds a version of a profile, in the open transaction; the person's days are made anew. */
  public void add(ProfileFact profile) {
    var person = profile.person();
    facts.lock(PEOPLE, json(List.of(person)));
    int inserted =
        profiles.insert(
            person,
            profile.version(),
            profile.since(),
            profile.zone(),
            profile.dayStartsAt(),
            profile.dailyGoal(),
            profile.weeklyGoal());
    if (inserted > 0) {
      build(person);
    }
  }

  /**
   * Removes what is stored of a person until they erased themself, in the open transaction. What
   * others did with the same tasks stays theirs.
   *
   * @param erasedAt as task-api has recorded it
   */
  public void forget(String person, Instant erasedAt) {
    facts.lock(PEOPLE, json(List.of(person)));
    facts.forget(person, erasedAt);
    build(person);
    if (facts.tasksOf(person, NO_TASK, 1).isEmpty()) {
      entries.deletePerson(person);
    }
  }

  /** Adds what tasks and profiles say of which no fact is known, such as after an upgrade. */
  public void fill() {
    database.inTransaction(() -> facts.fill());
  }

  /** Makes the entries and days of a person, unless that has been done. */
  public void ensureBuilt(String person) {
    if (!database.inTransaction(() -> entries.isBuilt(person))) {
      rebuild(person);
    }
  }

  /**
   * Makes the entries and days of a person anew from the facts, in one transaction.
   *
   * @return whether anything differs from before
   */
  public boolean rebuild(String person) {
    return database.inTransaction(
        () -> {
          facts.lock(PEOPLE, json(List.of(person)));
          var before = entries.digest(person);
          build(person);
          return !entries.digest(person).equals(before);
        });
  }

  /** The next people of whom anything is stored, in their order. */
  public List<String> people(String after, int limit) {
    return database.inTransaction(() -> entries.people(after, limit));
  }

  /** The days of a person, by the history of their profile. */
  public PersonDays days(String person) {
    return database.inTransaction(
        () -> daysOf(List.of(person)).getOrDefault(person, PersonDays.WITHOUT_PROFILE));
  }

  private void refresh(List<TaskHistory> histories, String ids) {
    var people = new TreeSet<String>();
    histories.forEach(history -> people.addAll(history.people()));
    var fresh = Set.copyOf(entries.addPeople(json(people)));
    fresh.forEach(this::build);
    var touched = new LinkedHashSet<>(entries.deleteOfTasks(ids));
    var days = daysOf(people);
    var all =
        histories.stream()
            .flatMap(
                history ->
                    history.people().stream()
                        .flatMap(person -> entries(history, person, days).stream()))
            .toList();
    touched.addAll(insert(all));
    if (!touched.isEmpty()) {
      var keys = json(touched);
      entries.deleteDays(keys);
      entries.insertDays(keys);
    }
  }

  /** Makes everything of one person from the facts; the person must be locked. */
  private void build(String person) {
    entries.deleteOfPerson(person);
    entries.deleteDaysOf(person);
    var days = daysOf(List.of(person));
    var tasks = facts.tasksOf(person, NO_TASK, BATCH);
    if (!tasks.isEmpty()) {
      entries.addPeople(json(List.of(person)));
    }
    while (!tasks.isEmpty()) {
      insert(
          histories(read(json(tasks))).stream()
              .flatMap(history -> entries(history, person, days).stream())
              .toList());
      tasks = facts.tasksOf(person, tasks.getLast(), BATCH);
    }
    entries.insertDaysOf(person);
  }

  private static List<Entry> entries(
      TaskHistory history, String person, Map<String, PersonDays> days) {
    return history.entries(person, days.getOrDefault(person, PersonDays.WITHOUT_PROFILE));
  }

  private List<DayKeyRow> insert(List<Entry> all) {
    return all.isEmpty()
        ? List.of()
        : entries.insert(json(all.stream().map(EntryJson::of).toList()));
  }

  private List<Fact> read(String ids) {
    return facts.ofTasks(ids).stream().map(FactRow::fact).toList();
  }

  private static List<TaskHistory> histories(Collection<Fact> all) {
    return all.stream().collect(groupingBy(Fact::taskId)).values().stream()
        .map(TaskHistory::of)
        .toList();
  }

  private Map<String, PersonDays> daysOf(Collection<String> people) {
    Map<String, List<DaySettings>> settings =
        profiles.of(json(people)).stream()
            .collect(groupingBy(ProfileRow::person, mapping(ProfileRow::settings, toList())));
    var days = new HashMap<String, PersonDays>();
    settings.forEach((person, all) -> days.put(person, new PersonDays(all)));
    return days;
  }

  private static String json(Object value) {
    return EventJson.MAPPER.writeValueAsString(value);
  }
}
