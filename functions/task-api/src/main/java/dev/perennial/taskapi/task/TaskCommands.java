package dev.perennial.taskapi.task;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.taskapi.fields.TaskFields;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.CloseTask;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.edit.DeleteTask;
import dev.perennial.tasks.edit.EditTask;
import dev.perennial.tasks.edit.NextChoice;
import dev.perennial.tasks.edit.ReopenTask;
import dev.perennial.tasks.edit.RestoreTask;
import dev.perennial.tasks.edit.Scope;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.TaskStore.ChangeWithNext;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskResult;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The commands on tasks, one by one or in a batch. Each is one transaction. */
public final class TaskCommands {

  /**
   * The task of a command.
   *
   * @param requirement throws if the task's current state does not meet the request's conditions
   */
  public record Target(UUID id, Consumer<Task> requirement) {

    public static Target any(UUID id) {
      return new Target(id, _ -> {});
    }
  }

  private final TaskStore store;
  private final Function<String, ZoneId> zones;

  /**
   * @param zones the time zone of a user
   */
  public TaskCommands(TaskStore store, Function<String, ZoneId> zones) {
    this.store = store;
    this.zones = zones;
  }

  public Creation create(UUID id, ObjectNode fields, Command command) {
    if (!QuickFields.isIn(fields)) {
      Draft draft = TaskFields.draft(fields, command.actor(), zoneOf(command));
      return new Creation(store.create(CreateTask.create(id, draft, command)), null);
    }
    ZonedDateTime now = command.happenedAt().atZone(zones.apply(command.actor()));
    QuickFields quick = QuickFields.read(fields, command.actor(), now);
    return new Creation(
        store.create(CreateTask.create(id, quick.draft(), command)), quick.understood());
  }

  /** With a scope beyond this occurrence, the open occurrence of the series is edited. */
  public Task edit(Target target, ObjectNode patch, @Nullable Scope scope, Command command) {
    Target edited = scope == null || scope == Scope.THIS ? target : openOccurrence(target, command);
    return store
        .change(
            command.actor(),
            edited.id(),
            task -> {
              edited.requirement().accept(task);
              return EditTask.edit(
                  task,
                  TaskFields.edit(task, patch, scope, command.actor(), zoneOf(command)),
                  command);
            })
        .orElseThrow(TaskCommands::noSuchTask)
        .task();
  }

  private Target openOccurrence(Target target, Command command) {
    Task named = store.find(command.actor(), target.id()).orElseThrow(TaskCommands::noSuchTask);
    Occurrence occurrence = named.occurrence();
    if (named.isOpen() || occurrence == null) {
      return target;
    }
    target.requirement().accept(named);
    return store
        .openOccurrence(command.actor(), occurrence.series().id())
        .map(open -> Target.any(open.id()))
        .orElse(target);
  }

  public void delete(Target target, @Nullable Scope scope, Command command) {
    Optional<TaskResult> deleted =
        store.changeWithSeries(
            command.actor(),
            target.id(),
            (task, active) -> {
              target.requirement().accept(task);
              return DeleteTask.delete(task, scope, zone(task, command), active, command);
            });
    if (deleted.isEmpty()) {
      throw noSuchTask();
    }
  }

  public Completion complete(Target target, Command command) {
    return Completion.of(
        changeWithNext(
            target, command, (task, _) -> CloseTask.complete(task, zone(task, command), command)));
  }

  public Completion skip(Target target, Command command) {
    return Completion.of(
        changeWithNext(
            target, command, (task, _) -> CloseTask.skip(task, zone(task, command), command)));
  }

  public Task reopen(Target target, @Nullable NextChoice choice, Command command) {
    return changeWithNext(
            target, command, (task, next) -> ReopenTask.reopen(task, next, choice, command))
        .result()
        .task();
  }

  /** A task that is not deleted stays as it is. */
  public Task restore(Target target, Command command) {
    return store
        .restore(
            command.actor(),
            target.id(),
            (task, members) -> {
              target.requirement().accept(task);
              return RestoreTask.restore(task, members, command);
            })
        .orElseThrow(TaskCommands::noSuchTask)
        .task();
  }

  private ChangeWithNext changeWithNext(
      Target target, Command command, BiFunction<Task, @Nullable Task, TaskResult> change) {
    return store
        .changeWithNext(
            command.actor(),
            target.id(),
            (task, next) -> {
              target.requirement().accept(task);
              return change.apply(task, next);
            })
        .orElseThrow(TaskCommands::noSuchTask);
  }

  private Supplier<ZoneId> zoneOf(Command command) {
    return () -> zones.apply(command.actor());
  }

  /** Looks up the user's zone only if the series has none. */
  private ZoneId zone(Task task, Command command) {
    boolean needed =
        Optional.ofNullable(task.occurrence()).map(Occurrence::isWithoutZone).orElse(false);
    return needed ? zones.apply(command.actor()) : ZoneOffset.UTC;
  }

  static ProblemException noSuchTask() {
    return ProblemException.notFound("you have no such task");
  }
}
