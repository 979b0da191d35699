package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_CREATED;
import static dev.perennial.events.EventType.TASK_DELETED;
import static dev.perennial.events.EventType.TASK_REOPENED;
import static dev.perennial.events.EventType.TASK_SCHEDULED;
import static dev.perennial.events.EventType.TASK_UPDATED;

import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskEvent.Change;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Status;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task, and what can be done to it. Each act answers the task after it and what is to be
 * published; nothing is changed in place.
 *
 * @param occurrence null for a task that does not come back
 * @param completedAt null while the task is open
 * @param version 1 when created, one more with each act that changed something
 * @param deletedAt null unless deleted; the row stays, so that late events can tell a deleted task
 *     from an unknown one
 */
public record Task(
    UUID id,
    String owner,
    Content content,
    @Nullable Occurrence occurrence,
    @Nullable Instant completedAt,
    long version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant deletedAt) {

  private static final long FIRST_VERSION = 1;

  /** A new task; with a recurrence it is the first of a new series. */
  public static Outcome create(UUID id, String owner, Draft draft, Act act) {
    return create(id, owner, draft.content(), firstOccurrence(id, FIRST_VERSION, draft), act);
  }

  private static Outcome create(
      UUID id, String owner, Content content, @Nullable Occurrence occurrence, Act act) {
    Task task =
        new Task(id, owner, content, occurrence, null, FIRST_VERSION, act.at(), act.at(), null);
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.of(TASK_CREATED, task, Changes.fromNothing(task), act));
    if (content.due() != null) {
      facts.add(
          Fact.of(TASK_SCHEDULED, task, Map.of(Changes.DUE, new Change(null, content.due())), act));
    }
    return Outcome.of(task, facts);
  }

  /**
   * The task as the draft has it. A due date alone moves this occurrence and leaves the series as
   * it is.
   *
   * @param recurrenceGiven whether the draft speaks of recurrence: then the task recurs by that
   *     rule from its due date, as a new series unless it is so already, or no longer
   * @throws RefusedAct if the recurrence of a completed task would change: its next one is under
   *     way
   */
  public Outcome edit(Draft draft, boolean recurrenceGiven, Act act) {
    Occurrence turn =
        recurrenceGiven && !recursAs(draft) ? firstOccurrence(id, version + 1, draft) : occurrence;
    if (!isOpen() && !Objects.equals(turn, occurrence)) {
      throw new RefusedAct(
          RefusedAct.Reason.TASK_COMPLETED,
          "a completed task keeps its recurrence; reopen it, or change the next one");
    }
    Task after =
        new Task(
            id,
            owner,
            draft.content(),
            turn,
            completedAt,
            version + 1,
            createdAt,
            act.at(),
            deletedAt);
    Map<String, Change> changes = Changes.between(this, after);
    if (changes.isEmpty()) {
      return Outcome.unchanged(this);
    }
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.of(TASK_UPDATED, after, changes, act));
    if (changes.containsKey(Changes.DUE)) {
      facts.add(Fact.of(TASK_SCHEDULED, after, Map.of(Changes.DUE, changes.get(Changes.DUE)), act));
    }
    return Outcome.of(after, facts);
  }

  private boolean recursAs(Draft draft) {
    return occurrence == null
        ? draft.recurrence() == null
        : occurrence.series().rule().equals(draft.recurrence())
            && Objects.equals(occurrence.due(), draft.content().due());
  }

  /** Completing a completed task changes nothing, however often it is done. */
  public Outcome complete(Act act) {
    if (!isOpen()) {
      return Outcome.unchanged(this);
    }
    Task after =
        new Task(
            id, owner, content, occurrence, act.at(), version + 1, createdAt, act.at(), deletedAt);
    return Outcome.of(
        after, List.of(Fact.of(TASK_COMPLETED, after, Changes.between(this, after), act)));
  }

  /**
   * Opens the task again and takes its next occurrence back, unless somebody has touched that one
   * already.
   */
  public Outcome reopen(@Nullable Task next, Act act) {
    if (isOpen()) {
      return Outcome.unchanged(this);
    }
    Task after =
        new Task(id, owner, content, occurrence, null, version + 1, createdAt, act.at(), deletedAt);
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.of(TASK_REOPENED, after, Changes.between(this, after), act));
    if (next == null || !next.isUntouched()) {
      return Outcome.of(after, facts);
    }
    facts.add(Fact.of(TASK_DELETED, next, Map.of(), act));
    return new Outcome(after, next, facts);
  }

  public Outcome delete(Act act) {
    Task after =
        new Task(
            id,
            owner,
            content,
            occurrence,
            completedAt,
            version + 1,
            createdAt,
            act.at(),
            act.at());
    return Outcome.of(after, List.of(Fact.of(TASK_DELETED, after, Map.of(), act)));
  }

  /**
   * The occurrence that follows this task's completion; empty if it is open, does not come back or
   * has come to the end.
   */
  public Optional<Occurrence> nextOccurrence() {
    return occurrence == null || completedAt == null
        ? Optional.empty()
        : occurrence.next(completedAt, ZoneOffset.UTC);
  }

  /** The task for the next occurrence, everything carried over; empty if there is none. */
  public Optional<Outcome> makeNext(Act act) {
    return nextOccurrence()
        .map(next -> create(next.taskId(), owner, content.dueAt(next.due()), next, act));
  }

  public boolean isOpen() {
    return completedAt == null;
  }

  private boolean isUntouched() {
    return isOpen() && version == FIRST_VERSION && deletedAt == null;
  }

  public TaskSnapshot snapshot() {
    Recurrence recurrence = occurrence == null ? null : occurrence.series().rule();
    return new TaskSnapshot(
        id,
        content.listId(),
        content.title(),
        content.description(),
        content.priority(),
        content.tags(),
        content.due(),
        isOpen() ? Status.OPEN : Status.COMPLETED,
        completedAt,
        recurrence,
        occurrence == null ? null : occurrence.series().id(),
        occurrence == null || occurrence.key() == null ? null : occurrence.key().toString(),
        version,
        createdAt,
        updatedAt);
  }

  private static @Nullable Occurrence firstOccurrence(UUID task, long version, Draft draft) {
    return draft.recurrence() == null
        ? null
        : Series.startedBy(task, version, draft.recurrence(), draft.content().due()).first();
  }
}
