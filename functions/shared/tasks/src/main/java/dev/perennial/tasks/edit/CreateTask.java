package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_CREATED;

import dev.perennial.events.Recurrence;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.series.Series;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Origin;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskChanges;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates a task, or the next occurrence of one. */
public final class CreateTask {

  private CreateTask() {}

  /** A new task of the actor; with a recurrence it is the first occurrence of a new series. */
  public static TaskResult create(UUID id, Draft draft, Command command) {
    Recurrence rule = draft.recurrence();
    Occurrence first =
        rule == null
            ? null
            : Series.startedBy(
                    id, Task.FIRST_VERSION, rule, Series.start(rule, draft.content().due()))
                .first();
    Origin origin = new Origin(command.actor(), null, command.at());
    Task task =
        Task.created(id, command.actor(), origin, draft.content(), first, Task.FIRST_VERSION);
    return created(new TaskBuilder(task).touched(true).build(), command);
  }

  /**
   * Creates the task for the occurrence that follows a closed one, with the content that carries
   * over.
   *
   * @param next the result of {@link Task#nextOccurrence} of the closed task
   * @param takenBack the task of the same occurrence, if it existed before and a reopening took it
   *     back; null if not
   * @param members of the list; an assignee who is no longer a member is not carried over
   */
  public static TaskResult createNext(
      Task closed,
      Occurrence next,
      @Nullable Task takenBack,
      Set<String> members,
      Command command) {
    Content carried = closed.carried() == null ? closed.content() : closed.carried();
    Content content = carried.carriedTo(next.due()).assignedWithin(members);
    Origin origin = new Origin(closed.origin().createdBy(), closed.id(), command.at());
    long version = takenBack == null ? Task.FIRST_VERSION : takenBack.version() + 1;
    return created(
        Task.created(next.taskId(), closed.owner(), origin, content, next, version), command);
  }

  private static TaskResult created(Task task, Command command) {
    return TaskResult.of(
        task,
        ScheduleEvents.with(
            TaskDomainEvent.of(TASK_CREATED, task, TaskChanges.ofCreated(task), command)));
  }
}
