package dev.perennial.tasks.store;

import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_CREATED;
import static dev.perennial.events.EventType.TASK_DELETED;
import static dev.perennial.events.EventType.TASK_REOPENED;
import static dev.perennial.events.EventType.TASK_SCHEDULED;
import static dev.perennial.tasks.Fixtures.DAILY;
import static dev.perennial.tasks.Fixtures.NOON;
import static dev.perennial.tasks.Fixtures.allDay;
import static dev.perennial.tasks.Fixtures.at;
import static dev.perennial.tasks.Fixtures.draft;
import static dev.perennial.tasks.Fixtures.edit;
import static dev.perennial.tasks.Fixtures.every;
import static dev.perennial.tasks.Fixtures.timed;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.Due;
import dev.perennial.events.EventType;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Content;
import dev.perennial.tasks.Draft;
import dev.perennial.tasks.Field;
import dev.perennial.tasks.Inbox;
import dev.perennial.tasks.Outcome;
import dev.perennial.tasks.RefusedAct;
import dev.perennial.tasks.Scope;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.Task.NextChoice;
import dev.perennial.tasks.store.TaskQuery.Filter;
import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.store.TaskStore.NextResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store on a real Postgres, each function as its own role. */
class JdbcTaskStoreIT {

  private static final Database API = Database.open(TestPostgres.shared().settings("task-api"));
  private static final Database RECURRENCE =
      Database.open(TestPostgres.shared().settings("on-completed-recurrence"));

  private final String owner = "user-" + UUID.randomUUID();
  private final List<EventType> published = Collections.synchronizedList(new ArrayList<>());
  private final Outbox outbox = entry -> published.add(entry.type());
  private final TaskStore store = new JdbcTaskStore(API, outbox);
  private final TaskStore asRecurrence = new JdbcTaskStore(RECURRENCE, outbox);

  @BeforeEach
  void forgetEvents() {
    published.clear();
  }

  @AfterAll
  static void closeDatabases() {
    API.close();
    RECURRENCE.close();
  }

  @Test
  void gives_back_what_it_was_given() {
    var timed = create(timed("2026-03-29", "02:30", "Europe/Berlin"), every(3, Frequency.MONTHLY));
    var plain = create(null, null);

    assertThat(store.find(owner, timed.id())).contains(timed);
    assertThat(store.find(owner, plain.id())).contains(plain);
  }

  @Test
  void gives_back_when_each_field_was_written_and_what_is_of_this_occurrence_only() {
    var task = create(allDay("2026-03-01"), DAILY);
    var later = new Act(owner, null, NOON, NOON.plusMillis(1_500));
    var title = edit(titled(task, "Only today"), Scope.THIS, Field.TITLE, Field.DUE);

    var edited = change(task, t -> t.edit(title, later)).task();

    assertThat(edited.writes().lastAt()).containsOnlyKeys(Field.TITLE, Field.DUE);
    assertThat(edited.carried()).isNotNull();
    assertThat(store.find(owner, task.id())).contains(edited);
    var earlier = edit(titled(edited, "Earlier"), Field.TITLE);
    assertThat(change(task, t -> t.edit(earlier, at(NOON))).task().content().title())
        .isEqualTo("Only today");
  }

  @Test
  void gives_back_how_and_where_it_was_closed() {
    var completed = create(allDay("2026-03-01"), DAILY);
    var skipped = create(allDay("2026-03-01"), DAILY);
    var auckland = ZoneId.of("Pacific/Auckland");

    var done = change(completed, t -> t.complete(auckland, at(NOON))).task();
    var passed = change(skipped, t -> t.skip(auckland, at(NOON))).task();

    assertThat(done.closing().zone()).isEqualTo(auckland);
    assertThat(store.find(owner, done.id())).contains(done);
    assertThat(store.find(owner, passed.id())).contains(passed);
  }

  @Test
  void keeps_any_text_and_the_edges_of_the_calendar() {
    var content =
        new Content(
            Inbox.idFor(owner),
            "\uD83C\uDF31 {\"a\"} '; DROP --",
            null,
            Priority.LOW,
            List.of("a,b", "{c}", "\"d\"", "NULL", "\u00e9"),
            allDay("1900-01-01", "Pacific/Apia"),
            List.of(
                new Reminder(Duration.ofMinutes(-15), null, null),
                new Reminder(null, LocalDateTime.parse("2026-03-01T09:00:05"), null)),
            owner);
    var first = create(new Draft(content, DAILY));
    var last = create(allDay("9999-12-31"), null);

    assertThat(store.find(owner, first.id())).contains(first);
    assertThat(store.find(owner, last.id())).contains(last);
  }

  @Test
  void hides_a_task_from_everybody_but_its_owner() {
    var task = create(null, null);

    assertThat(store.find("somebody", task.id())).isEmpty();
    assertThat(store.page("somebody", all(Position.START, 10))).isEmpty();
    assertThat(store.change("somebody", task.id(), found -> found.complete(UTC, at(NOON))))
        .isEmpty();
    assertThat(store.makeNext("somebody", task.id(), at(NOON))).isEqualTo(NextResult.TASK_UNKNOWN);
  }

  @Test
  void makes_one_inbox_for_two_first_tasks_at_once() throws Exception {
    inParallel(16, () -> create(null, null));

    assertThat(
            TestPostgres.shared()
                .column("SELECT id FROM tasks.lists WHERE owner = '" + owner + "'"))
        .containsExactly(Inbox.idFor(owner).toString());
  }

  @Test
  void refuses_a_list_that_is_not_the_owner_s() {
    var elsewhere = UUID.randomUUID();
    var task = create(null, null);

    assertThatThrownBy(() -> create(new Draft(contentIn(elsewhere), null)))
        .isInstanceOf(RefusedAct.class);
    assertThatThrownBy(
            () ->
                change(
                    task,
                    t -> t.edit(edit(new Draft(contentIn(elsewhere), null), Field.LIST), at(NOON))))
        .isInstanceOf(RefusedAct.class);
    assertThat(store.find(owner, task.id())).contains(task);
  }

  @Test
  void keeps_nothing_of_a_change_that_throws() {
    var task = create(null, null);
    Outbox broken =
        entry -> {
          throw new IllegalStateException("the outbox is broken");
        };

    assertThatThrownBy(
            () ->
                new JdbcTaskStore(API, broken)
                    .change(owner, task.id(), t -> t.complete(UTC, at(NOON))))
        .hasMessage("the outbox is broken");
    assertThat(store.find(owner, task.id())).contains(task);
  }

  @Test
  void completes_once_however_many_do_it_at_once() throws Exception {
    var task = create(timed("2026-03-01", "09:00", "Europe/Berlin"), DAILY);
    published.clear();

    var outcomes = inParallel(16, () -> change(task, t -> t.complete(UTC, at(Instant.now()))));

    assertThat(published).containsExactly(TASK_COMPLETED);
    assertThat(outcomes)
        .extracting(outcome -> outcome.task().closing())
        .containsOnly(outcomes.getFirst().task().closing());
  }

  @Test
  void makes_the_next_once_however_many_ask_at_once() throws Exception {
    var task = completed(create(timed("2026-03-01", "09:00", "Europe/Berlin"), DAILY));
    published.clear();

    var results =
        inParallel(32, () -> asRecurrence.makeNext(owner, task.id(), at(NOON.plusSeconds(1))));

    assertThat(results).containsOnlyOnce(NextResult.MADE).contains(NextResult.MADE_BEFORE);
    assertThat(published).containsExactly(TASK_CREATED, TASK_SCHEDULED);
    var next = task.nextOccurrence().orElseThrow();
    assertThat(store.find(owner, next.taskId()))
        .contains(task.makeNext(next, null, Set.of(owner), at(NOON.plusSeconds(1))).task());
  }

  @Test
  void makes_no_next_of_a_task_that_is_open_deleted_unknown_or_comes_back_no_more() {
    var open = create(allDay("2026-03-01"), DAILY);
    var deleted = completed(create(allDay("2026-03-01"), DAILY));
    change(deleted, t -> t.delete(Scope.ALL, UTC, List.of(), at(NOON)));
    var single = completed(create(null, null));
    var last = completed(create(allDay("9999-12-31"), DAILY));

    assertThat(next(open)).isEqualTo(NextResult.TASK_OPEN);
    assertThat(next(deleted)).isEqualTo(NextResult.NO_NEXT);
    assertThat(next(single)).isEqualTo(NextResult.NO_NEXT);
    assertThat(next(last)).isEqualTo(NextResult.NO_NEXT);
    assertThat(asRecurrence.makeNext(owner, UUID.randomUUID(), at(NOON)))
        .isEqualTo(NextResult.TASK_UNKNOWN);
  }

  @Test
  void an_untouched_next_goes_with_the_reopening_and_comes_again_as_a_later_version() {
    var task = completed(create(allDay("2026-03-01"), DAILY));
    next(task);
    published.clear();

    var reopened = reopen(task);

    assertThat(published).containsExactly(TASK_REOPENED, TASK_DELETED);
    assertThat(store.find(owner, task.nextOccurrence().orElseThrow().taskId())).isEmpty();
    assertThat(next(completed(reopened))).isEqualTo(NextResult.MADE);
    assertThat(store.find(owner, task.nextOccurrence().orElseThrow().taskId()))
        .hasValueSatisfying(again -> assertThat(again.version()).isEqualTo(3));
  }

  @Test
  void completing_again_never_makes_two_whatever_becomes_of_the_next() {
    var task = completed(create(allDay("2026-03-01"), DAILY));
    next(task);
    var nextId = task.nextOccurrence().orElseThrow().taskId();
    store.change(owner, nextId, t -> t.skip(UTC, at(NOON)));

    var later = at(NOON.plus(Duration.ofDays(9)));
    change(task, t -> t.reopen(store.lockNext(t).orElse(null), NextChoice.KEEP, at(NOON)));
    change(task, t -> t.complete(UTC, later));

    assertThat(next(task)).isEqualTo(NextResult.MADE_BEFORE);
    assertThat(store.find(owner, nextId)).isPresent();
  }

  @Test
  void completing_again_never_makes_two_though_the_series_was_split() {
    var task = completed(create(allDay("2026-03-01"), DAILY));
    next(task);
    store.change(
        owner,
        task.nextOccurrence().orElseThrow().taskId(),
        t -> t.edit(edit(titled(t, "Split"), Scope.FOLLOWING, Field.TITLE), at(NOON)));

    change(task, t -> t.reopen(store.lockNext(t).orElse(null), NextChoice.KEEP, at(NOON)));

    assertThat(next(completed(task))).isEqualTo(NextResult.MADE_BEFORE);
  }

  @Test
  void a_next_that_is_reopened_before_it_was_made_is_not_made() {
    var task = completed(create(allDay("2026-03-01"), DAILY));

    reopen(task);

    assertThat(next(task)).isEqualTo(NextResult.TASK_OPEN);
  }

  @Test
  void the_next_of_a_deleted_occurrence_is_made_if_only_that_was_deleted() {
    var task = create(allDay("2026-03-01"), DAILY);

    change(task, t -> t.delete(Scope.THIS, UTC, List.of(t), at(NOON)));

    assertThat(next(task)).isEqualTo(NextResult.MADE);
  }

  @Test
  void knows_the_open_and_the_last_occurrence_of_a_series() {
    var task = completed(create(allDay("2026-03-01"), DAILY));
    next(task);
    var series = task.occurrence().series().id();

    var open = store.openOccurrence(owner, series).orElseThrow();

    assertThat(open.id()).isEqualTo(task.nextOccurrence().orElseThrow().taskId());
    assertThat(store.series(owner, series)).contains(new SeriesStanding(open, open, true));
    assertThat(store.openOccurrence("somebody", series)).isEmpty();
    assertThat(store.page(owner, new TaskQuery(Filter.ALL, null, series, Position.START, 10)))
        .extracting(Task::id)
        .containsExactlyInAnyOrder(task.id(), open.id());
  }

  @Test
  void a_race_of_reopening_and_making_the_next_leaves_no_next_of_an_open_task() throws Exception {
    for (int round = 0; round < 20; round++) {
      var task = completed(create(allDay("2026-03-01"), DAILY));

      inParallel(List.of(() -> next(task), () -> reopen(task)));

      assertThat(store.find(owner, task.nextOccurrence().orElseThrow().taskId())).isEmpty();
    }
  }

  @Test
  void a_race_of_deleting_all_and_making_the_next_leaves_none_of_the_series() throws Exception {
    for (int round = 0; round < 20; round++) {
      var first = completed(create(allDay("2026-03-01"), DAILY));
      next(first);
      var second = completed(first.nextOccurrence().orElseThrow().taskId());

      inParallel(List.of(() -> next(second), () -> deleteAll(first)));

      assertThat(store.find(owner, second.nextOccurrence().orElseThrow().taskId())).isEmpty();
      assertThat(next(second)).isNotEqualTo(NextResult.MADE);
    }
  }

  @Test
  void knows_what_stands_of_a_series() {
    var first = completed(create(allDay("2026-03-01"), DAILY));
    next(first);
    var second = store.find(owner, first.nextOccurrence().orElseThrow().taskId()).orElseThrow();
    assertThat(standing(second)).containsExactly(second.id());

    var again = change(first, t -> t.reopen(null, NextChoice.KEEP, at(NOON))).task();
    assertThat(standing(second)).containsExactly(again.id(), second.id());

    var done = completed(second.id());
    assertThat(standing(again)).containsExactly(again.id(), done.id());
    next(done);
    assertThat(standing(again))
        .containsExactly(again.id(), done.nextOccurrence().orElseThrow().taskId());
    assertThat(standing(create(null, null))).isEmpty();
  }

  @Test
  void pages_hold_every_task_once_in_order_also_those_of_one_instant() {
    var tasks = new ArrayList<UUID>();
    for (int i = 0; i < 7; i++) {
      tasks.add(create(null, null).id());
    }

    var seen = new ArrayList<UUID>();
    var after = Position.START;
    for (var page = page(after, 3); !page.isEmpty(); page = page(after, 3)) {
      page.forEach(task -> seen.add(task.id()));
      after = new Position(page.getLast().origin().createdAt(), page.getLast().id());
    }

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(tasks)
        .isSortedAccordingTo(JdbcTaskStoreIT::asPostgresSorts);
  }

  @Test
  void pages_know_status_list_and_deletion() {
    var open = create(null, null);
    var done = completed(create(null, null));
    var gone = create(null, null);
    change(gone, t -> t.delete(null, UTC, List.of(), at(NOON)));

    assertThat(ids(Filter.ALL, null)).containsExactlyInAnyOrder(open.id(), done.id());
    assertThat(ids(Filter.OPEN, null)).containsExactly(open.id());
    assertThat(ids(Filter.COMPLETED, Inbox.idFor(owner))).containsExactly(done.id());
    assertThat(ids(Filter.ALL, UUID.randomUUID())).isEmpty();
    assertThat(store.find(owner, gone.id())).isEmpty();
  }

  private Task create(@Nullable Due due, @Nullable Recurrence recurrence) {
    var content =
        new Content(
            Inbox.idFor(owner),
            "Water the ferns",
            "Not too much",
            Priority.HIGH,
            List.of("home"),
            due,
            null,
            null);
    return create(new Draft(content, recurrence));
  }

  private Task create(Draft draft) {
    return store.create(Task.create(UUID.randomUUID(), draft, Act.now(owner, null, NOON)));
  }

  private Content contentIn(UUID listId) {
    return new Content(listId, "Elsewhere", null, Priority.NONE, List.of(), null, null, null);
  }

  private static Draft titled(Task task, String title) {
    return draft(title, task.content().due(), task.rule());
  }

  private Task completed(Task task) {
    return change(task, t -> t.complete(UTC, at(NOON))).task();
  }

  private Task completed(UUID id) {
    return store.change(owner, id, t -> t.complete(UTC, at(NOON))).orElseThrow().task();
  }

  private Task deleteAll(Task task) {
    return change(task, t -> t.delete(Scope.ALL, UTC, store.lockSeries(t), at(NOON))).task();
  }

  private List<UUID> standing(Task task) {
    return API.inTransaction(owner, () -> store.lockSeries(task)).stream().map(Task::id).toList();
  }

  private Task reopen(Task task) {
    return change(task, t -> t.reopen(store.lockNext(t).orElse(null), null, at(NOON))).task();
  }

  private Outcome change(Task task, Function<Task, Outcome> change) {
    return store.change(owner, task.id(), change).orElseThrow();
  }

  private NextResult next(Task task) {
    return asRecurrence.makeNext(owner, task.id(), at(NOON));
  }

  private List<Task> page(Position after, int limit) {
    return store.page(owner, all(after, limit));
  }

  private List<UUID> ids(Filter filter, @Nullable UUID listId) {
    return store.page(owner, new TaskQuery(filter, listId, null, Position.START, 50)).stream()
        .map(Task::id)
        .toList();
  }

  private static TaskQuery all(Position after, int limit) {
    return new TaskQuery(Filter.ALL, null, null, after, limit);
  }

  /** Byte by byte, which is how a UUID's text sorts; Java compares them as signed numbers. */
  private static int asPostgresSorts(UUID one, UUID other) {
    return one.toString().compareTo(other.toString());
  }

  private static <T> List<T> inParallel(int times, Callable<T> work)
      throws InterruptedException, ExecutionException {
    return inParallel(Collections.nCopies(times, work));
  }

  private static <T> List<T> inParallel(List<Callable<T>> works)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (Future<T> result : threads.invokeAll(works)) {
        results.add(result.get());
      }
      return results;
    }
  }
}
