package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_CREATED;
import static dev.perennial.events.EventType.TASK_SKIPPED;
import static dev.perennial.events.EventType.TASK_UPDATED;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Status;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task, and what can be done to it. Each act answers the task after it and what is to be
 * published; nothing is changed in place. Of two acts that write the same field the one that
 * happened later wins, in whatever order they arrive, and the event tells what was lost; a deletion
 * wins over both.
 *
 * @param owner whose list it is in
 * @param carried what the next occurrence gets, where somebody changed this one only; null if it
 *     gets what this one has
 * @param occurrence null for a task that does not come back
 * @param closing null while the task is open
 * @param touched false while it is as its rule made it
 * @param version 1 when created, one more with each act that changed something; an occurrence that
 *     was taken back and comes again goes on counting
 * @param deletion null unless deleted
 */
public record Task(
    UUID id,
    String owner,
    Origin origin,
    Content content,
    @Nullable Content carried,
    @Nullable Occurrence occurrence,
    @Nullable Closing closing,
    Writes writes,
    boolean touched,
    long version,
    Instant updatedAt,
    @Nullable Deletion deletion) {

  private static final long FIRST_VERSION = 1;
  private static final Set<Field> STATUS = Set.of(Field.STATUS);

  /** What becomes of the next occurrence when the one before it is reopened. */
  public enum NextChoice {
    KEEP,
    DELETE
  }

  /** A new task in a list of the actor's; with a recurrence it is the first of a new series. */
  public static Outcome create(UUID id, Draft draft, Act act) {
    Recurrence rule = draft.recurrence();
    Occurrence first =
        rule == null
            ? null
            : Series.startedBy(id, FIRST_VERSION, rule, draft.content().due()).first();
    Origin origin = new Origin(act.actor(), null, act.at());
    return created(
        made(id, act.actor(), origin, draft.content(), first, FIRST_VERSION).touched(true), act);
  }

  private static TaskCopy made(
      UUID id,
      String owner,
      Origin origin,
      Content content,
      @Nullable Occurrence occurrence,
      long version) {
    return new TaskCopy(
        new Task(
            id,
            owner,
            origin,
            content,
            null,
            occurrence,
            null,
            Writes.NONE,
            false,
            version,
            origin.createdAt(),
            null));
  }

  private static Outcome created(TaskCopy made, Act act) {
    Task task = made.task();
    return Outcome.of(
        task, Schedule.with(Fact.of(TASK_CREATED, task, Changes.fromNothing(task), act)));
  }

  /**
   * The task with the fields of which the edit speaks.
   *
   * @throws RefusedAct if the recurrence of a closed task would change, whose next one is under
   *     way; or if one occurrence would get a rule or a list of its own
   */
  public Outcome edit(Edit edit, Act act) {
    return new TaskEdit(this, edit, act).outcome();
  }

  /**
   * Completing a closed task changes nothing, however often it is done.
   *
   * @param zone where the person is
   */
  public Outcome complete(ZoneId zone, Act act) {
    return close(Closing.Kind.COMPLETED, TASK_COMPLETED, zone, act);
  }

  /**
   * Passes this occurrence over: it is not done, and its series goes on.
   *
   * @param zone where the person is
   * @throws RefusedAct if the task does not come back, or is completed
   */
  public Outcome skip(ZoneId zone, Act act) {
    if (occurrence == null) {
      throw new RefusedAct(
          RefusedAct.Reason.NOT_RECURRING,
          "only an occurrence of a recurring task can be skipped; complete or delete this one");
    }
    if (status() == Status.COMPLETED) {
      throw new RefusedAct(RefusedAct.Reason.TASK_COMPLETED, "what is completed is not skipped");
    }
    return close(Closing.Kind.SKIPPED, TASK_SKIPPED, zone, act);
  }

  private Outcome close(Closing.Kind kind, EventType type, ZoneId zone, Act act) {
    if (!isOpen()) {
      return Outcome.of(this);
    }
    Task after =
        changedBy(act)
            .closing(new Closing(kind, act.happenedAt(), zone))
            .written(STATUS, act)
            .task();
    return isOverruled(act)
        ? overruled(after.status(), act)
        : Outcome.of(after, Fact.of(type, after, Changes.between(this, after), act));
  }

  /**
   * Opens the task again. Its next occurrence is taken back if nobody has touched it, and comes
   * again when this one is completed again.
   *
   * @param next the occurrence that followed, deleted or not; null if there is none
   * @param choice what becomes of one that somebody has touched; null if nobody said
   * @throws RefusedAct if somebody has touched the next one and nobody said
   */
  public Outcome reopen(@Nullable Task next, @Nullable NextChoice choice, Act act) {
    if (isOpen()) {
      return Outcome.of(this);
    }
    return isOverruled(act)
        ? overruled(Status.OPEN, act)
        : new Reopening(this, next, choice, act).outcome();
  }

  private boolean isOverruled(Act act) {
    return !writes.laterThan(act.happenedAt(), STATUS).isEmpty();
  }

  private Outcome overruled(Status wanted, Act act) {
    Task after = changedBy(act).task();
    Change lost = new Change(status(), status(), wanted);
    return Outcome.of(after, Fact.of(TASK_UPDATED, after, Map.of(Field.STATUS.label(), lost), act));
  }

  /**
   * Deletes the task and with it what is to come of its series; or this occurrence only, and its
   * series goes on.
   *
   * @param scope null for the whole of an open task, and for this occurrence only of a closed one
   * @param zone where the person is
   * @param standing of its series, in their order, the open occurrences and the last one if nothing
   *     has come of that yet; it may be among them itself
   */
  public Outcome delete(@Nullable Scope scope, ZoneId zone, List<Task> standing, Act act) {
    return new Deleting(this, scope, zone, act).outcome(standing);
  }

  /** The task goes, since its list does. */
  public Outcome deleteWithList(Act act) {
    Task after = changedBy(act).deleted(DeletionReason.LIST, act).task();
    return Outcome.of(after, Fact.deleted(after, DeletionReason.LIST, act));
  }

  /**
   * The task becomes nobody's, since its assignee has left the list. Nobody has touched it by that.
   */
  public Outcome unassign(Act act) {
    Task after = changedBy(act).touched(touched).content(content.unassigned()).task();
    return Outcome.of(after, Fact.of(TASK_UPDATED, after, Changes.between(this, after), act));
  }

  /**
   * The occurrence that follows this task's closing; empty if it is open, does not come back or has
   * come to the end.
   */
  public Optional<Occurrence> nextOccurrence() {
    return comesBack() && occurrence != null && closing != null
        ? occurrence.next(closing.at(), closing.zone())
        : Optional.empty();
  }

  /**
   * The task for the next occurrence, with what carries over.
   *
   * @param next what {@link #nextOccurrence} has answered
   * @param takenBack the same occurrence, if it was there before and was taken back; null if not
   * @param members of the list; an assignee who has left it is not carried over
   */
  public Outcome makeNext(Occurrence next, @Nullable Task takenBack, Set<String> members, Act act) {
    Content carries = (carried == null ? content : carried).carriedTo(next.due());
    Origin from = new Origin(origin.createdBy(), id, act.at());
    long version = takenBack == null ? FIRST_VERSION : takenBack.version + 1;
    return created(
        made(next.taskId(), owner, from, carries.assignedWithin(members), next, version), act);
  }

  /** Whether something follows its closing: a series that was deleted whole has ended. */
  private boolean comesBack() {
    return deletion == null || deletion.reason() == DeletionReason.OCCURRENCE;
  }

  public boolean isOpen() {
    return closing == null;
  }

  /** Its rule; null if it does not come back. */
  public @Nullable Recurrence rule() {
    return occurrence == null ? null : occurrence.series().rule();
  }

  /** What people have written of it. */
  public Draft draft() {
    return new Draft(content, rule());
  }

  /** The same in a list of somebody else's. */
  public Task ownedBy(String other) {
    return new TaskCopy(this).owner(other).task();
  }

  TaskCopy changedBy(Act act) {
    return new TaskCopy(this).touchedBy(act);
  }

  Status status() {
    if (closing == null) {
      return Status.OPEN;
    }
    return closing.kind() == Closing.Kind.COMPLETED ? Status.COMPLETED : Status.SKIPPED;
  }

  public TaskSnapshot snapshot() {
    return Snapshots.of(this);
  }
}
