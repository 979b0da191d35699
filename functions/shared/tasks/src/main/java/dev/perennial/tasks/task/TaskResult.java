package dev.perennial.tasks.task;

import java.util.List;
import java.util.stream.Stream;

/**
 * The result of a command on a task.
 *
 * @param task the task after the command
 * @param others tasks that changed with it
 * @param events in the order in which they happened; empty if nothing is published
 */
public record TaskResult(Task task, List<Task> others, List<TaskDomainEvent> events) {

  public TaskResult {
    others = List.copyOf(others);
    events = List.copyOf(events);
  }

  public static TaskResult of(Task task, TaskDomainEvent... events) {
    return of(task, List.of(events));
  }

  public static TaskResult of(Task task, List<TaskDomainEvent> events) {
    return new TaskResult(task, List.of(), events);
  }

  /** Both results; the other's task becomes one of this result's {@link #others}. */
  public TaskResult and(TaskResult other) {
    return new TaskResult(
        task,
        Stream.concat(others.stream(), Stream.of(other.task)).toList(),
        Stream.concat(events.stream(), other.events.stream()).toList());
  }
}
