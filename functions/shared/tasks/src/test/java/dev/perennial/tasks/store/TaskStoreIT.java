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
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.edit.CloseTask;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.edit.DeleteTask;
import dev.perennial.tasks.edit.EditTask;
import dev.perennial.tasks.edit.NextChoice;
import dev.perennial.tasks.edit.ReopenTask;
import dev.perennial.tasks.edit.Scope;
import dev.perennial.tasks.list.Inbox;
import dev.perennial.tasks.store.TaskQuery.Filter;
import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.store.TaskStore.ClosedTask;
import dev.perennial.tasks.store.TaskStore.NextResult;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store on a real Postgres, each function as its own role. */
class TaskStoreIT {

  private static final Database API = Database.open(TestPostgres.shared().settings("task-api"));
  private static final Database RECURRENCE =
      Database.open(TestPostgres.shared().settings("on-completed-recurrence"));

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final String owner = "user-" + UUID.randomUUID();
  private final List<EventType> published = Collections.synchronizedList(new ArrayList<>());
  private final Outbox outbox =
      entry -> {
        published.add(entry.type());
        return NOON;
      };
  private final TaskStore store = new TaskStore(API, outbox);
  private final TaskStore asRecurrence = new TaskStore(RECURRENCE, outbox);

  @BeforeEach
  void deleteEvents() {
    published.clear();
  }

  @AfterAll
  static void closeDatabases() {
    API.close();
    RECURRENCE.close();
  }

  @Test
  void a_task_is_read_as_stored() {
    var timed = create(timed("2026-03-29", "02:30", "Europe/Berlin"), every(3, Frequency.MONTHLY));
    var plain = create(null, null);

    assertThat(store.find(owner, timed.id())).contains(timed);
    assertThat(store.find(owner, plain.id())).contains(plain);
  }

  @Test
  void field_timestamps_and_carried_content_are_read_as_stored() {
    var task = create(allDay("2026-03-01"), DAILY);
    var later = new Command(owner, null, NOON, NOON.plusMillis(1_500));
    var title = edit(titled(task, "Only today"), Scope.THIS, Field.TITLE, Field.DUE);

    var edited = change(task, t -> EditTask.edit(t, title, later)).task();

    assertThat(edited.timestamps().lastAt()).containsOnlyKeys(Field.TITLE, Field.DUE);
    assertThat(edited.carried()).isNotNull();
    assertThat(store.find(owner, task.id())).contains(edited);
    var earlier = edit(titled(edited, "Earlier"), Field.TITLE);
    assertThat(change(task, t -> EditTask.edit(t, earlier, at(NOON))).task().content().title())
        .isEqualTo("Only today");
  }

  @Test
  void a_closing_is_read_as_stored() {
    var completed = create(allDay("2026-03-01"), DAILY);
    var skipped = create(allDay("2026-03-01"), DAILY);
    var auckland = ZoneId.of("Pacific/Auckland");

    var done = change(completed, t -> CloseTask.complete(t, auckland, at(NOON))).task();
    var passed = change(skipped, t -> CloseTask.skip(t, auckland, at(NOON))).task();

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
  void a_task_is_hidden_from_users_who_are_not_members() {
    var task = create(null, null);

    assertThat(store.find("somebody", task.id())).isEmpty();
    assertThat(store.page("somebody", all(Position.START, 10)).tasks()).isEmpty();
    assertThat(
            store.change("somebody", task.id(), found -> CloseTask.complete(found, UTC, at(NOON))))
        .isEmpty();
    assertThat(store.createNext("somebody", task.id(), at(NOON)))
        .isEqualTo(NextResult.TASK_UNKNOWN);
  }

  @Test
  void two_concurrent_first_tasks_create_one_inbox() throws Exception {
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
        .isInstanceOf(RefusedCommand.class);
    assertThatThrownBy(
            () ->
                change(
                    task,
                    t ->
                        EditTask.edit(
                            t, edit(new Draft(contentIn(elsewhere), null), Field.LIST), at(NOON))))
        .isInstanceOf(RefusedCommand.class);
    assertThat(store.find(owner, task.id())).contains(task);
  }

  @Test
  void a_change_that_throws_stores_nothing() {
    var task = create(null, null);
    Outbox broken =
        entry -> {
          throw new IllegalStateException("the outbox is broken");
        };

    assertThatThrownBy(
            () ->
                new TaskStore(API, broken)
                    .change(owner, task.id(), t -> CloseTask.complete(t, UTC, at(NOON))))
        .hasMessage("the outbox is broken");
    assertThat(store.find(owner, task.id())).contains(task);
  }

  @Test
  void concurrent_completions_complete_once() throws Exception {
    var task = create(timed("2026-03-01", "09:00", "Europe/Berlin"), DAILY);
    published.clear();

    var results =
        inParallel(16, () -> change(task, t -> CloseTask.complete(t, UTC, at(Instant.now()))));

    assertThat(published).containsExactly(TASK_COMPLETED);
    assertThat(results)
        .extracting(result -> result.task().closing())
        .containsOnly(results.getFirst().task().closing());
  }

  @Test
  void concurrent_requests_create_the_next_once() throws Exception {
    var task = completed(create(timed("2026-03-01", "09:00", "Europe/Berlin"), DAILY));
    published.clear();

    var results =
        inParallel(32, () -> asRecurrence.createNext(owner, task.id(), at(NOON.plusSeconds(1))));

    assertThat(results).containsOnlyOnce(NextResult.CREATED).contains(NextResult.ALREADY_EXISTS);
    assertThat(published).containsExactly(TASK_CREATED, TASK_SCHEDULED);
    var next = task.nextOccurrence().orElseThrow();
    assertThat(store.find(owner, next.taskId()))
        .contains(
            CreateTask.createNext(task, next, null, Set.of(owner), at(NOON.plusSeconds(1))).task());
  }

  @Test
  void the_next_of_many_tasks_are_created_together_each_by_its_own_state() {
    var first = completed(create(allDay("2026-03-01"), DAILY));
    var second = completed(create(timed("2026-03-01", "09:00", "Europe/Berlin"), DAILY));
    var known = completed(create(allDay("2026-03-01"), DAILY));
    next(known);
    var open = create(allDay("2026-03-01"), DAILY);
    var single = completed(create(null, null));
    var unknown = UUID.randomUUID();
    published.clear();

    var results =
        asRecurrence.createNext(
            owner,
            Stream.of(
                    first.id(),
                    second.id(),
                    first.id(),
                    known.id(),
                    open.id(),
                    single.id(),
                    unknown)
                .map(id -> new ClosedTask(id, at(NOON), TRACE))
                .toList());

    assertThat(results)
        .isEqualTo(
            Map.of(
                first.id(),
                NextResult.CREATED,
                second.id(),
                NextResult.CREATED,
                known.id(),
                NextResult.ALREADY_EXISTS,
                open.id(),
                NextResult.TASK_OPEN,
                single.id(),
                NextResult.NO_NEXT,
                unknown,
                NextResult.TASK_UNKNOWN));
    assertThat(published)
        .containsExactlyInAnyOrder(TASK_CREATED, TASK_SCHEDULED, TASK_CREATED, TASK_SCHEDULED);
    assertThat(Stream.of(first, second).map(task -> task.nextOccurrence().orElseThrow().taskId()))
        .allSatisfy(id -> assertThat(store.find(owner, id)).isPresent());
  }

  @Test
  void no_next_is_created_for_an_open_deleted_unknown_or_ended_task() {
    var open = create(allDay("2026-03-01"), DAILY);
    var deleted = completed(create(allDay("2026-03-01"), DAILY));
    change(deleted, t -> DeleteTask.delete(t, Scope.ALL, UTC, List.of(), at(NOON)));
    var single = completed(create(null, null));
    var last = completed(create(allDay("9999-12-31"), DAILY));

    assertThat(next(open)).isEqualTo(NextResult.TASK_OPEN);
    assertThat(next(deleted)).isEqualTo(NextResult.NO_NEXT);
    assertThat(next(single)).isEqualTo(NextResult.NO_NEXT);
    assertThat(next(last)).isEqualTo(NextResult.NO_NEXT);
    assertThat(asRecurrence.createNext(owner, UUID.randomUUID(), at(NOON)))
        .isEqualTo(NextResult.TASK_UNKNOWN);
  }

  @Test
  void an_untouched_next_is_deleted_by_reopening_and_created_again_with_a_later_version() {
    var task = completed(create(allDay("2026-03-01"), DAILY));
    next(task);
    published.clear();

    var reopened = reopen(task);

    assertThat(published).containsExactly(TASK_REOPENED, TASK_DELETED);
    assertThat(store.find(owner, task.nextOccurrence().orElseThrow().taskId())).isEmpty();
    assertThat(next(completed(reopened))).isEqualTo(NextResult.CREATED);
    assertThat(store.find(owner, task.nextOccurrence().orElseThrow().taskId()))
        .hasValueSatisfying(again -> assertThat(again.version()).isEqualTo(3));
  }

  @Test
  void completing_again_never_creates_two_whatever_becomes_of_the_next() {
    var task = completed(create(allDay("2026-03-01"), DAILY));
    next(task);
    var nextId = task.nextOccurrence().orElseThrow().taskId();
    store.change(owner, nextId, t -> CloseTask.skip(t, UTC, at(NOON)));

    var later = at(NOON.plus(Duration.ofDays(9)));
    reopen(task, NextChoice.KEEP);
    change(task, t -> CloseTask.complete(t, UTC, later));

    assertThat(next(task)).isEqualTo(NextResult.ALREADY_EXISTS);
    assertThat(store.find(owner, nextId)).isPresent();
  }

  @Test
  void completing_again_never_creates_two_after_a_split() {
    var task = completed(create(allDay("2026-03-01"), DAILY));
    next(task);
    store.change(
        owner,
        task.nextOccurrence().orElseThrow().taskId(),
        t -> EditTask.edit(t, edit(titled(t, "Split"), Scope.FOLLOWING, Field.TITLE), at(NOON)));

    reopen(task, NextChoice.KEEP);

    assertThat(next(completed(task))).isEqualTo(NextResult.ALREADY_EXISTS);
  }

  @Test
  void no_next_is_created_if_the_task_is_reopened_first() {
    var task = completed(create(allDay("2026-03-01"), DAILY));

    reopen(task);

    assertThat(next(task)).isEqualTo(NextResult.TASK_OPEN);
  }

  @Test
  void the_next_of_a_deleted_occurrence_is_created_if_only_that_was_deleted() {
    var task = create(allDay("2026-03-01"), DAILY);

    change(task, t -> DeleteTask.delete(t, Scope.THIS, UTC, List.of(t), at(NOON)));

    assertThat(next(task)).isEqualTo(NextResult.CREATED);
  }

  @Test
  void a_series_has_its_open_and_its_last_occurrence() {
    var task = completed(create(allDay("2026-03-01"), DAILY));
    next(task);
    var series = task.occurrence().series().id();

    var open = store.openOccurrence(owner, series).orElseThrow();

    assertThat(open.id()).isEqualTo(task.nextOccurrence().orElseThrow().taskId());
    assertThat(store.series(owner, series)).contains(new SeriesStatus(open, open, true));
    assertThat(store.openOccurrence("somebody", series)).isEmpty();
    assertThat(
            store.page(owner, new TaskQuery(Filter.ALL, null, series, Position.START, 10)).tasks())
        .extracting(Task::id)
        .containsExactlyInAnyOrder(task.id(), open.id());
  }

  @Test
  void reopening_while_the_next_is_created_leaves_no_next_of_an_open_task() throws Exception {
    for (int round = 0; round < 20; round++) {
      var task = completed(create(allDay("2026-03-01"), DAILY));

      inParallel(List.of(() -> next(task), () -> reopen(task)));

      assertThat(store.find(owner, task.nextOccurrence().orElseThrow().taskId())).isEmpty();
    }
  }

  @Test
  void deleting_all_while_the_next_is_created_leaves_no_open_occurrence() throws Exception {
    for (int round = 0; round < 20; round++) {
      var first = completed(create(allDay("2026-03-01"), DAILY));
      next(first);
      var second = completed(first.nextOccurrence().orElseThrow().taskId());

      inParallel(List.of(() -> next(second), () -> deleteAll(first)));

      assertThat(store.find(owner, second.nextOccurrence().orElseThrow().taskId())).isEmpty();
      assertThat(next(second)).isNotEqualTo(NextResult.CREATED);
    }
  }

  @Test
  void the_active_occurrences_of_a_series_are_the_open_ones_and_an_unfollowed_last_one() {
    var first = completed(create(allDay("2026-03-01"), DAILY));
    next(first);
    var second = store.find(owner, first.nextOccurrence().orElseThrow().taskId()).orElseThrow();
    assertThat(active(second)).containsExactly(second.id());

    var again = change(first, t -> ReopenTask.reopen(t, null, NextChoice.KEEP, at(NOON))).task();
    assertThat(active(second)).containsExactly(again.id(), second.id());

    var done = completed(second.id());
    assertThat(active(again)).containsExactly(again.id(), done.id());
    next(done);
    assertThat(active(again))
        .containsExactly(again.id(), done.nextOccurrence().orElseThrow().taskId());
    assertThat(active(create(null, null))).isEmpty();
  }

  @Test
  void pages_hold_every_task_once_in_order_even_within_one_instant() {
    var tasks = new ArrayList<UUID>();
    for (int i = 0; i < 7; i++) {
      tasks.add(create(null, null).id());
    }

    var seen = new ArrayList<UUID>();
    var after = Position.START;
    for (var page = page(after, 3); !page.isEmpty(); page = page(after, 3)) {
      page.forEach(task -> seen.add(task.id()));
      after = Position.of(page.getLast());
    }

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(tasks)
        .isSortedAccordingTo(TaskStoreIT::asPostgresSorts);
  }

  @Test
  void pages_filter_by_status_and_list_and_omit_deleted_tasks() {
    var open = create(null, null);
    var done = completed(create(null, null));
    var gone = create(null, null);
    change(gone, t -> DeleteTask.delete(t, null, UTC, List.of(), at(NOON)));

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
    return store.create(
        CreateTask.create(UUID.randomUUID(), draft, Command.now(owner, null, NOON)));
  }

  private Content contentIn(UUID listId) {
    return new Content(listId, "Elsewhere", null, Priority.NONE, List.of(), null, null, null);
  }

  private static Draft titled(Task task, String title) {
    return draft(title, task.content().due(), task.rule());
  }

  private Task completed(Task task) {
    return change(task, t -> CloseTask.complete(t, UTC, at(NOON))).task();
  }

  private Task completed(UUID id) {
    return store.change(owner, id, t -> CloseTask.complete(t, UTC, at(NOON))).orElseThrow().task();
  }

  private Task deleteAll(Task task) {
    return store
        .changeWithSeries(
            owner, task.id(), (t, active) -> DeleteTask.delete(t, Scope.ALL, UTC, active, at(NOON)))
        .orElseThrow()
        .task();
  }

  private List<UUID> active(Task task) {
    var ids = new ArrayList<UUID>();
    store
        .changeWithSeries(
            owner,
            task.id(),
            (t, active) -> {
              active.forEach(one -> ids.add(one.id()));
              return TaskResult.of(t);
            })
        .orElseThrow();
    return ids;
  }

  private Task reopen(Task task) {
    return reopen(task, null);
  }

  private Task reopen(Task task, @Nullable NextChoice choice) {
    return store
        .changeWithNext(owner, task.id(), (t, next) -> ReopenTask.reopen(t, next, choice, at(NOON)))
        .orElseThrow()
        .result()
        .task();
  }

  private TaskResult change(Task task, Function<Task, TaskResult> change) {
    return store.change(owner, task.id(), change).orElseThrow();
  }

  private NextResult next(Task task) {
    return asRecurrence.createNext(owner, task.id(), at(NOON));
  }

  private List<Task> page(Position after, int limit) {
    return store.page(owner, all(after, limit)).tasks();
  }

  private List<UUID> ids(Filter filter, @Nullable UUID listId) {
    return store
        .page(owner, new TaskQuery(filter, listId, null, Position.START, 50))
        .tasks()
        .stream()
        .map(Task::id)
        .toList();
  }

  private static TaskQuery all(Position after, int limit) {
    return new TaskQuery(Filter.ALL, null, null, after, limit);
  }

  /** By text, like Postgres; UUID.compareTo compares signed numbers. */
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
