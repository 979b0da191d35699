package dev.perennial.tasks.task;

import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.series.Occurrence;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Builds a changed copy of a task. */
public final class TaskBuilder {

  private final Task before;
  private String owner;
  private Content content;
  private @Nullable Content carried;
  private @Nullable Occurrence occurrence;
  private @Nullable Closing closing;
  private FieldTimestamps timestamps;
  private boolean touched;
  private long version;
  private Instant updatedAt;
  private @Nullable Deletion deletion;

  /** An unchanged copy. */
  public TaskBuilder(Task before) {
    this.before = before;
    this.owner = before.owner();
    this.content = before.content();
    this.carried = before.carried();
    this.occurrence = before.occurrence();
    this.closing = before.closing();
    this.timestamps = before.timestamps();
    this.touched = before.touched();
    this.version = before.version();
    this.updatedAt = before.updatedAt();
    this.deletion = before.deletion();
  }

  /** The next version, touched by this command. */
  public TaskBuilder touchedBy(Command command) {
    this.touched = true;
    this.version = before.version() + 1;
    this.updatedAt = command.at();
    return this;
  }

  public TaskBuilder touched(boolean touched) {
    this.touched = touched;
    return this;
  }

  public TaskBuilder owner(String owner) {
    this.owner = owner;
    return this;
  }

  public TaskBuilder content(Content content) {
    this.content = content;
    return this;
  }

  public TaskBuilder carried(@Nullable Content carried) {
    this.carried = carried;
    return this;
  }

  public TaskBuilder occurrence(@Nullable Occurrence occurrence) {
    this.occurrence = occurrence;
    return this;
  }

  public TaskBuilder closing(@Nullable Closing closing) {
    this.closing = closing;
    return this;
  }

  public TaskBuilder written(Collection<Field> fields, Command command) {
    this.timestamps = before.timestamps().plus(fields, command.happenedAt());
    return this;
  }

  public TaskBuilder deleted(DeletionReason reason, Command command) {
    this.deletion = new Deletion(command.at(), reason);
    return this;
  }

  public TaskBuilder restored() {
    this.deletion = null;
    return this;
  }

  public Task build() {
    return new Task(
        before.id(),
        owner,
        before.origin(),
        content,
        carried,
        occurrence,
        closing,
        timestamps,
        touched,
        version,
        updatedAt,
        deletion);
  }
}
