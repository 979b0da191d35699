package dev.perennial.tasks.task;

import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.tasks.series.Occurrence;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of a task. It is immutable: the commands in {@code dev.perennial.tasks.edit} return the
 * task after them.
 *
 * @param owner the owner of the task's list
 * @param carried the content for the next occurrence, if an edit changed this occurrence only; null
 *     if the next occurrence gets the content of this one
 * @param occurrence null for a task that does not recur
 * @param closing null while the task is open
 * @param touched false until a user changes a task that its rule created
 * @param version 1 when created, incremented by each command that changes something; an occurrence
 *     that was taken back and is created again continues its count
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
    FieldTimestamps timestamps,
    boolean touched,
    long version,
    Instant updatedAt,
    @Nullable Deletion deletion) {

  /** The version of a new task. */
  public static final long FIRST_VERSION = 1;

  /** Returns a new open task that is not touched yet. */
  public static Task created(
      UUID id,
      String owner,
      Origin origin,
      Content content,
      @Nullable Occurrence occurrence,
      long version) {
    return new Task(
        id,
        owner,
        origin,
        content,
        null,
        occurrence,
        null,
        FieldTimestamps.NONE,
        false,
        version,
        origin.createdAt(),
        null);
  }

  /**
   * The occurrence that follows this task's closing; empty if it is open, does not recur or its
   * series has ended.
   */
  public Optional<Occurrence> nextOccurrence() {
    return hasNext() && occurrence != null && closing != null
        ? occurrence.next(closing.at(), closing.zone())
        : Optional.empty();
  }

  /** A series that was deleted as a whole has ended. */
  private boolean hasNext() {
    return deletion == null || deletion.reason() == DeletionReason.OCCURRENCE;
  }

  public boolean isOpen() {
    return closing == null;
  }

  public Status status() {
    if (closing == null) {
      return Status.OPEN;
    }
    return closing.kind() == Closing.Kind.COMPLETED ? Status.COMPLETED : Status.SKIPPED;
  }

  /** Null if it does not recur. */
  public @Nullable Recurrence rule() {
    return occurrence == null ? null : occurrence.series().rule();
  }

  /** The user-editable fields. */
  public Draft draft() {
    return new Draft(content, rule());
  }

  /** The task in the form of events and the API. */
  public TaskSnapshot snapshot() {
    return new TaskSnapshot(
        id,
        content.listId(),
        content.title(),
        content.description(),
        content.priority(),
        content.tags(),
        content.due(),
        content.reminders(),
        content.assignee(),
        origin.createdBy(),
        status(),
        closedAt(Closing.Kind.COMPLETED),
        closedAt(Closing.Kind.SKIPPED),
        rule(),
        occurrence == null ? null : occurrence.series().id(),
        occurrence == null || occurrence.key() == null ? null : occurrence.key().toString(),
        occurrence == null ? null : occurrence.number(),
        version,
        origin.createdAt(),
        updatedAt);
  }

  private @Nullable Instant closedAt(Closing.Kind kind) {
    return closing == null || closing.kind() != kind ? null : closing.at();
  }
}
