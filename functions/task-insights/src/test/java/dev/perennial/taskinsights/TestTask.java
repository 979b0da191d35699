package dev.perennial.taskinsights;

import dev.perennial.events.Due;
import dev.perennial.events.EventType;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.TaskSnapshot.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task and the events of what happens to it, each with the next version. */
final class TestTask {

  final UUID id = UUID.randomUUID();
  final List<TestEvent> events = new ArrayList<>();

  private final String owner;
  private final Instant createdAt;
  private String author;
  private UUID list = UUID.randomUUID();
  private List<String> tags = List.of();
  private Priority priority = Priority.NONE;
  private @Nullable Due due;
  private @Nullable String assignee;
  private @Nullable UUID series;
  private @Nullable Integer number;
  private Status status = Status.OPEN;
  private @Nullable Instant closedAt;
  private long version = 1;

  TestTask(String owner, Instant createdAt) {
    this.owner = owner;
    this.author = owner;
    this.createdAt = createdAt;
  }

  TestTask by(String creator) {
    author = creator;
    return this;
  }

  TestTask in(UUID other) {
    list = other;
    return this;
  }

  TestTask tagged(String... all) {
    tags = List.of(all);
    return this;
  }

  TestTask priority(Priority other) {
    priority = other;
    return this;
  }

  TestTask due(String date) {
    due = new Due(LocalDate.parse(date), null, null);
    return this;
  }

  TestTask due(String date, String time, @Nullable String zone) {
    due =
        new Due(
            LocalDate.parse(date), LocalTime.parse(time), zone == null ? null : ZoneId.of(zone));
    return this;
  }

  TestTask assigned(@Nullable String user) {
    assignee = user;
    return this;
  }

  TestTask occurrence(UUID of, int numbered) {
    series = of;
    number = numbered;
    return this;
  }

  TestTask created() {
    return add(EventType.TASK_CREATED, author, createdAt);
  }

  TestTask updated(String actor, String at) {
    return next(EventType.TASK_UPDATED, actor, Instant.parse(at));
  }

  TestTask completed(String at) {
    return completed(owner, at);
  }

  TestTask completed(String actor, String at) {
    return completed(actor, at, at);
  }

  /** Completed offline: the event has the time at which it was sent. */
  TestTask completed(String actor, String at, String sentAt) {
    status = Status.COMPLETED;
    closedAt = Instant.parse(at);
    return next(EventType.TASK_COMPLETED, actor, Instant.parse(sentAt));
  }

  TestTask skipped(String at) {
    status = Status.SKIPPED;
    closedAt = Instant.parse(at);
    return next(EventType.TASK_SKIPPED, owner, Instant.parse(at));
  }

  TestTask reopened(String at) {
    status = Status.OPEN;
    closedAt = null;
    return next(EventType.TASK_REOPENED, owner, Instant.parse(at));
  }

  TestTask deleted(String at) {
    return next(EventType.TASK_DELETED, owner, Instant.parse(at));
  }

  TestTask restored(String at) {
    return next(EventType.TASK_RESTORED, owner, Instant.parse(at));
  }

  private TestTask next(EventType type, String actor, Instant at) {
    version++;
    return add(type, actor, at);
  }

  private TestTask add(EventType type, String actor, Instant at) {
    var task =
        new TaskSnapshot(
            id,
            list,
            "A title that is stored nowhere",
            null,
            priority,
            tags,
            due,
            null,
            assignee,
            author,
            status,
            status == Status.COMPLETED ? closedAt : null,
            status == Status.SKIPPED ? closedAt : null,
            null,
            series,
            null,
            number,
            version,
            createdAt,
            at);
    events.add(TestEvent.task(type, task, owner, actor, at));
    return this;
  }
}
