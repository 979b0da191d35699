package dev.perennial.tasks;

import dev.perennial.events.TaskEvent.DeletionReason;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A task in the making: another one, but for what is said here. */
final class TaskCopy {

  private final Task before;
  private String owner;
  private Content content;
  private @Nullable Content carried;
  private @Nullable Occurrence occurrence;
  private @Nullable Closing closing;
  private Writes writes;
  private boolean touched;
  private long version;
  private Instant updatedAt;
  private @Nullable Deletion deletion;

  /** The same to begin with. */
  TaskCopy(Task before) {
    this.before = before;
    this.owner = before.owner();
    this.content = before.content();
    this.carried = before.carried();
    this.occurrence = before.occurrence();
    this.closing = before.closing();
    this.writes = before.writes();
    this.touched = before.touched();
    this.version = before.version();
    this.updatedAt = before.updatedAt();
    this.deletion = before.deletion();
  }

  /** Its next version, by this act. */
  TaskCopy touchedBy(Act act) {
    this.touched = true;
    this.version = before.version() + 1;
    this.updatedAt = act.at();
    return this;
  }

  TaskCopy touched(boolean touched) {
    this.touched = touched;
    return this;
  }

  TaskCopy owner(String owner) {
    this.owner = owner;
    return this;
  }

  TaskCopy content(Content content) {
    this.content = content;
    return this;
  }

  TaskCopy carried(@Nullable Content carried) {
    this.carried = carried;
    return this;
  }

  TaskCopy occurrence(@Nullable Occurrence occurrence) {
    this.occurrence = occurrence;
    return this;
  }

  TaskCopy closing(@Nullable Closing closing) {
    this.closing = closing;
    return this;
  }

  TaskCopy written(Collection<Field> fields, Act act) {
    this.writes = before.writes().plus(fields, act.happenedAt());
    return this;
  }

  TaskCopy deleted(DeletionReason reason, Act act) {
    this.deletion = new Deletion(act.at(), reason);
    return this;
  }

  Task task() {
    return new Task(
        before.id(),
        owner,
        before.origin(),
        content,
        carried,
        occurrence,
        closing,
        writes,
        touched,
        version,
        updatedAt,
        deletion);
  }
}
