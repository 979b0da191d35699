package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_UPDATED;

import dev.perennial.events.Change;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskChanges;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Edits a task field by field. Of two edits of the same field the later one wins, in whatever order
 * they arrive. The event reports the value that was lost.
 */
public final class EditTask {

  private final Task before;
  private final Edit wanted;
  private final Command command;

  private EditTask(Task before, Edit wanted, Command command) {
    this.before = before;
    this.wanted = wanted;
    this.command = command;
  }

  /**
   * Applies the fields that the edit mentions.
   *
   * @throws RefusedCommand if the recurrence of a closed task would change, since its next
   *     occurrence is being created already; or if a single occurrence would get a rule or a list
   *     of its own
   */
  public static TaskResult edit(Task task, Edit edit, Command command) {
    return new EditTask(task, edit, command).result();
  }

  private TaskResult result() {
    Set<Field> overruled = before.timestamps().laterThan(command.happenedAt(), wanted.fields());
    Edit edit = wanted.without(overruled);
    requireAllowedByScope(edit);
    TaskBuilder copy = edited(edit);
    Map<String, Change> changes = TaskChanges.between(before, copy.build());
    changes.putAll(TaskChanges.lost(overruled, wanted.draft(), before.draft()));
    if (changes.isEmpty()) {
      // Writing the current value still counts as a write.
      return TaskResult.of(copy.build());
    }
    Task after = copy.touchedBy(command).build();
    return TaskResult.of(
        after, ScheduleEvents.with(TaskDomainEvent.of(TASK_UPDATED, after, changes, command)));
  }

  private void requireAllowedByScope(Edit edit) {
    if (edit.scope() == null || before.occurrence() == null) {
      return;
    }
    if (edit.scope() != Scope.THIS) {
      requireOpen();
      return;
    }
    if (edit.changesRuleOf(before)) {
      throw new RefusedCommand(
          RefusedCommand.Reason.RULE_OF_ONE,
          "a single occurrence has no rule of its own; omit scope, or use following or all");
    }
    if (edit.mentions(Field.LIST)
        && !before.content().listId().equals(edit.draft().content().listId())) {
      throw new RefusedCommand(
          RefusedCommand.Reason.LIST_OF_ONE,
          "the occurrences of a series share a list; omit scope, or use following or all");
    }
  }

  private void requireOpen() {
    if (!before.isOpen()) {
      throw new RefusedCommand(
          RefusedCommand.Reason.TASK_COMPLETED,
          "the series has no open occurrence, and closed occurrences cannot be changed");
    }
  }

  private TaskBuilder edited(Edit edit) {
    Content content = before.content().with(edit.fields(), edit.draft().content());
    Occurrence occurrence = new SeriesEdit(before, edit, content).occurrence();
    if (!before.isOpen() && !Objects.equals(occurrence, before.occurrence())) {
      throw new RefusedCommand(
          RefusedCommand.Reason.TASK_COMPLETED,
          "the recurrence of a closed task cannot be changed; reopen it, or edit the open"
              + " occurrence");
    }
    return new TaskBuilder(before)
        .content(content)
        .carried(carried(edit, content))
        .occurrence(occurrence)
        .written(edit.fields(), command);
  }

  /** The content for the next occurrence; null if it is the same as this one's. */
  private @Nullable Content carried(Edit edit, Content content) {
    Content old = before.carried() == null ? before.content() : before.carried();
    Set<Field> reaching = EnumSet.noneOf(Field.class);
    if (edit.scope() != Scope.THIS) {
      reaching.addAll(edit.fields());
    }
    Content carried = old.with(reaching, content).carriedTo(null);
    return before.occurrence() == null || carried.equals(content.carriedTo(null)) ? null : carried;
  }
}
