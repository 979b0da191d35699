package dev.perennial.taskapi;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Draft;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Outcome;
import dev.perennial.tasks.Scope;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.Task.NextChoice;
import dev.perennial.tasks.store.TaskStore;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What people do to tasks, one by one or in a batch. Each act is one transaction. */
final class TaskActs {

  /**
   * The task that somebody means.
   *
   * @param requirement throws if it is not as they think it is
   */
  record Target(UUID id, Consumer<Task> requirement) {

    static Target any(UUID id) {
      return new Target(id, _ -> {});
    }
  }

  private final TaskStore store;
  private final Function<String, ZoneId> zones;

  /**
   * @param zones where a user is
   */
  TaskActs(TaskStore store, Function<String, ZoneId> zones) {
    this.store = store;
    this.zones = zones;
  }

  Creation create(UUID id, ObjectNode fields, Act act) {
    if (!QuickFields.isIn(fields)) {
      Draft draft = TaskFields.draft(fields, act.actor());
      return new Creation(store.create(Task.create(id, draft, act)), null);
    }
    ZonedDateTime now = act.happenedAt().atZone(zones.apply(act.actor()));
    QuickFields quick = QuickFields.read(fields, act.actor(), now);
    return new Creation(store.create(Task.create(id, quick.draft(), act)), quick.understood());
  }

  /** With a scope beyond this occurrence it is the open one of the series that is changed. */
  Task edit(Target target, ObjectNode patch, @Nullable Scope scope, Act act) {
    Target meant = scope == null || scope == Scope.THIS ? target : openOccurrence(target, act);
    return change(
            meant, act, task -> task.edit(TaskFields.edit(task, patch, scope, act.actor()), act))
        .task();
  }

  private Target openOccurrence(Target target, Act act) {
    Task named = store.find(act.actor(), target.id()).orElseThrow(TaskActs::noSuchTask);
    Occurrence turn = named.occurrence();
    if (named.isOpen() || turn == null) {
      return target;
    }
    target.requirement().accept(named);
    return store
        .openOccurrence(act.actor(), turn.series().id())
        .map(open -> Target.any(open.id()))
        .orElse(target);
  }

  void delete(Target target, @Nullable Scope scope, Act act) {
    change(target, act, task -> task.delete(scope, zone(task, act), store.lockSeries(task), act));
  }

  Completion complete(Target target, Act act) {
    return close(target, act, task -> task.complete(zone(task, act), act));
  }

  Completion skip(Target target, Act act) {
    return close(target, act, task -> task.skip(zone(task, act), act));
  }

  private Completion close(Target target, Act act, Function<Task, Outcome> closing) {
    Task[] made = new Task[1];
    Task task =
        change(
                target,
                act,
                before -> {
                  made[0] = store.lockNext(before).orElse(null);
                  return closing.apply(before);
                })
            .task();
    return Completion.of(task, made[0]);
  }

  Task reopen(Target target, @Nullable NextChoice choice, Act act) {
    return change(target, act, task -> task.reopen(store.lockNext(task).orElse(null), choice, act))
        .task();
  }

  private Outcome change(Target target, Act act, Function<Task, Outcome> change) {
    return store
        .change(
            act.actor(),
            target.id(),
            task -> {
              target.requirement().accept(task);
              return change.apply(task);
            })
        .orElseThrow(TaskActs::noSuchTask);
  }

  /** Asked only where the series has no zone of its own. */
  private ZoneId zone(Task task, Act act) {
    boolean needed =
        Optional.ofNullable(task.occurrence()).map(Occurrence::isWithoutZone).orElse(false);
    return needed ? zones.apply(act.actor()) : ZoneOffset.UTC;
  }

  static ProblemException noSuchTask() {
    return ProblemException.notFound("you have no such task");
  }
}
