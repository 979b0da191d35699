package dev.perennial.oncompletedrecurrence;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.InvocationRows;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.CloseTask;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.edit.DeleteTask;
import dev.perennial.tasks.edit.ReopenTask;
import dev.perennial.tasks.edit.Scope;
import dev.perennial.tasks.list.Inbox;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskResult;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnCompletedRecurrenceIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  private static FunctionServer function;
  private static Http http;
  private static Database peoplesDatabase;
  private static TaskStore tasks;

  private final String owner = "ada-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    function = FunctionServer.start(POSTGRES.settings("on-completed-recurrence"), Main::wire);
    http = Http.to(function.port());
    peoplesDatabase = Database.open(POSTGRES.settings("task-api"));
    tasks = new TaskStore(peoplesDatabase, _ -> Instant.EPOCH);
  }

  @AfterAll
  static void stop() {
    peoplesDatabase.close();
    function.close();
  }

  @Test
  void the_next_occurrence_and_its_events_are_written_in_one_transaction() {
    var task = completed(daily());

    assertThat(deliver(task).statusCode()).isEqualTo(202);

    var next = task.nextOccurrence().orElseThrow();
    assertThat(tasks.find(owner, next.taskId()).orElseThrow().content().due())
        .isEqualTo(new Due(LocalDate.of(2026, 3, 2), null, null));
    assertThat(emittedAbout(next.taskId()))
        .containsExactlyInAnyOrder(EventType.TASK_CREATED.type(), EventType.TASK_SCHEDULED.type());
  }

  @Test
  void the_events_reach_every_member_of_a_shared_list() {
    var grace = "grace-" + UUID.randomUUID();
    var list = UUID.randomUUID();
    var lists = new ListStore(peoplesDatabase, _ -> Instant.EPOCH);
    lists.create(TaskList.create(list, "Garden", command()));
    lists.share(list, grace, Role.EDITOR, _ -> {}, command()).orElseThrow();
    lists.accept(list, Command.now(grace, null, NOW));
    var draft = draft(list, daily());
    var task = tasks.create(CreateTask.create(UUID.randomUUID(), draft, command()));
    var completed = changed(task, found -> CloseTask.complete(found, UTC, command()));

    assertThat(deliver(completed).statusCode()).isEqualTo(202);

    assertThat(audiencesAbout(completed.nextOccurrence().orElseThrow().taskId()))
        .hasSize(2)
        .allSatisfy(audience -> assertThat(audience).containsExactlyInAnyOrder(owner, grace));
  }

  @Test
  void two_events_of_one_completion_create_one_next() {
    var task = completed(daily());

    deliver(task);
    assertThat(deliver(task).statusCode()).isEqualTo(202);

    assertThat(emittedAbout(task.nextOccurrence().orElseThrow().taskId())).hasSize(2);
  }

  @Test
  void of_fifty_events_at_once_the_one_of_an_unknown_task_is_refused_and_all_others_have_a_next()
      throws Exception {
    var known = Stream.generate(() -> completed(daily())).limit(49).toList();
    var unknown = CreateTask.create(UUID.randomUUID(), draft(daily()), command()).task();
    List<Callable<Integer>> deliveries =
        Stream.concat(known.stream(), Stream.of(unknown))
            .<Callable<Integer>>map(task -> () -> deliver(task).statusCode())
            .toList();

    var statuses = AtOnce.all(deliveries);

    assertThat(statuses.subList(0, 49)).containsOnly(202);
    assertThat(statuses.getLast()).isEqualTo(422);
    assertThat(known)
        .allSatisfy(
            task ->
                assertThat(emittedAbout(task.nextOccurrence().orElseThrow().taskId())).hasSize(2));
  }

  @Test
  void each_of_many_emitted_events_has_the_trace_of_the_event_that_caused_it() throws Exception {
    var tasks = Stream.generate(() -> completed(daily())).limit(20).toList();
    List<Callable<Integer>> deliveries =
        tasks.stream()
            .<Callable<Integer>>map(
                task ->
                    () ->
                        deliver(task, headers -> with(headers, "ce-traceparent", traceOf(task)))
                            .statusCode())
            .toList();

    assertThat(AtOnce.all(deliveries)).containsOnly(202);

    assertThat(tasks)
        .allSatisfy(
            task ->
                assertThat(tracesAbout(task.nextOccurrence().orElseThrow().taskId()))
                    .containsOnly(stepOf(traceOf(task))));
  }

  @Test
  void a_delivery_is_recorded_for_the_owner_with_its_list_and_what_it_emitted() {
    var task = completed(daily());
    var list = Inbox.idFor(owner).toString();

    deliver(task, headers -> with(headers, "ce-partitionkey", list));
    deliver(task);

    var rows = InvocationRows.await("owner = '" + owner + "'", 2);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.text("function")).isEqualTo("on-completed-recurrence");
              assertThat(row.text("name")).isEqualTo("dev.perennial.task.completed.v1");
              assertThat(row.text("outcome")).isEqualTo("done");
              assertThat(row.number("bytes_in")).isPositive();
            });
    assertThat(rows.getFirst().text("list_id")).isEqualTo(list);
    assertThat(rows.getFirst().number("events_out")).isEqualTo(2);
    assertThat(rows.getFirst().number("event_bytes_out")).isGreaterThan(500);
    assertThat(rows.getLast().number("events_out")).isZero();
  }

  @Test
  void none_is_created_if_the_task_was_reopened_meanwhile() {
    var task = completed(daily());
    tasks.change(
        owner, task.id(), completed -> ReopenTask.reopen(completed, null, null, command()));

    assertThat(deliver(task).statusCode()).isEqualTo(202);

    assertThat(tasks.find(owner, task.nextOccurrence().orElseThrow().taskId())).isEmpty();
  }

  @Test
  void none_is_created_if_the_task_was_deleted_meanwhile() {
    var task = completed(daily());
    tasks.change(
        owner,
        task.id(),
        completed -> DeleteTask.delete(completed, Scope.ALL, UTC, List.of(), command()));

    assertThat(deliver(task).statusCode()).isEqualTo(202);

    assertThat(tasks.find(owner, task.nextOccurrence().orElseThrow().taskId())).isEmpty();
  }

  @Test
  void the_next_of_a_skipped_occurrence_is_created() {
    var skipped = changed(created(daily()), task -> CloseTask.skip(task, UTC, command()));

    assertThat(deliver(skipped).statusCode()).isEqualTo(202);

    assertThat(tasks.find(owner, skipped.nextOccurrence().orElseThrow().taskId())).isPresent();
  }

  @Test
  void a_task_that_was_moved_to_another_owner_s_list_is_found() {
    var task = completed(daily());

    deliver(task, headers -> with(headers, "ce-owner", "who-had-the-list-before"));

    assertThat(tasks.find(owner, task.nextOccurrence().orElseThrow().taskId())).isPresent();
  }

  @Test
  void none_is_created_for_a_task_that_does_not_recur() {
    assertThat(deliver(completed(null)).statusCode()).isEqualTo(202);
  }

  @Test
  void the_event_of_an_unknown_task_is_refused() {
    var unknown = CreateTask.create(UUID.randomUUID(), draft(daily()), command()).task();

    var response = deliver(unknown);

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).isEqualTo("there is no task " + unknown.id());
  }

  @Test
  void refuses_the_event_of_somebody_elses_task() {
    var task = completed(daily());

    var response =
        deliver(task, headers -> with(with(headers, "ce-owner", "mallory"), "ce-actor", "mallory"));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(tasks.find(owner, task.nextOccurrence().orElseThrow().taskId())).isEmpty();
  }

  @Test
  void refuses_an_event_without_an_owner_and_names_the_extension() {
    var response = deliver(completed(daily()), headers -> without(headers, "ce-owner"));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.headers().firstValue("Kne-Reason"))
        .contains("the event has no extension owner");
  }

  private Task completed(Recurrence recurrence) {
    return changed(created(recurrence), task -> CloseTask.complete(task, UTC, command()));
  }

  private Command command() {
    return Command.now(owner, null, NOW);
  }

  private Task created(Recurrence recurrence) {
    return tasks.create(CreateTask.create(UUID.randomUUID(), draft(recurrence), command()));
  }

  private Task changed(Task task, Function<Task, TaskResult> change) {
    return tasks.change(owner, task.id(), change).orElseThrow().task();
  }

  private Draft draft(Recurrence recurrence) {
    return draft(Inbox.idFor(owner), recurrence);
  }

  private static Draft draft(UUID list, Recurrence recurrence) {
    var due = new Due(LocalDate.of(2026, 3, 1), null, null);
    var content = new Content(list, "Water", null, Priority.NONE, List.of("home"), due, null, null);
    return new Draft(content, recurrence);
  }

  private static Recurrence daily() {
    return Recurrence.every(1, Recurrence.Frequency.DAILY);
  }

  private HttpResponse<String> deliver(Task task) {
    return deliver(task, UnaryOperator.identity());
  }

  private HttpResponse<String> deliver(Task task, UnaryOperator<Map<String, String>> headers) {
    var payload = new TaskEvent(task.snapshot(), Map.of(), List.of(owner), null, null);
    var asShipped =
        Map.of(
            "ce-specversion",
            "1.0",
            "ce-id",
            UUID.randomUUID().toString(),
            "ce-source",
            "/functions/task-api",
            "ce-type",
            EventType.TASK_COMPLETED.type(),
            "ce-owner",
            owner,
            "ce-actor",
            owner,
            "Content-Type",
            "application/json");
    return http.post(
        headers.apply(asShipped), new String(EventJson.write(payload), StandardCharsets.UTF_8));
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    var changed = new HashMap<>(headers);
    changed.put(name, value);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> headers, String name) {
    var fewer = new HashMap<>(headers);
    fewer.remove(name);
    return fewer;
  }

  private static String traceOf(Task task) {
    return "00-" + task.id().toString().replace("-", "") + "-b7ad6b7169203331-01";
  }

  /** The {@code traceparent} of the invocation that this one has caused. */
  private static String stepOf(String traceparent) {
    var row =
        InvocationRows.awaitOne(
            "trace_id = '%s' AND parent_span_id = '%s'"
                .formatted(traceparent.substring(3, 35), traceparent.substring(36, 52)));
    return traceparent.replace("b7ad6b7169203331", row.text("span_id"));
  }

  private static List<String> tracesAbout(UUID task) {
    return POSTGRES.column(
        "SELECT attributes ->> 'traceparent' FROM runtime.outbox WHERE attributes ->> 'subject' = '%s'"
            .formatted(task));
  }

  private static List<List<String>> audiencesAbout(UUID task) {
    return POSTGRES
        .column(
            "SELECT convert_from(data, 'UTF8') FROM runtime.outbox WHERE attributes ->> 'subject' = '%s'"
                .formatted(task))
        .stream()
        .map(data -> EventJson.read(data.getBytes(StandardCharsets.UTF_8), TaskEvent.class))
        .map(TaskEvent::audience)
        .toList();
  }

  /** Read from the outbox: without Kafka events stay there. */
  private static List<String> emittedAbout(UUID task) {
    return POSTGRES.column(
        "SELECT attributes ->> 'type' FROM runtime.outbox WHERE attributes ->> 'subject' = '%s'"
            .formatted(task));
  }
}
