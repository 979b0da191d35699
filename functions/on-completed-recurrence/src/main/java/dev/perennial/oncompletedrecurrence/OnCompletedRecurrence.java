package dev.perennial.oncompletedrecurrence;

import dev.perennial.events.EventJson;
import dev.perennial.events.TaskEvent;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.TaskStore.NextResult;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the next occurrence of a task that was completed or skipped, once. What the event says of
 * the task may be old by now, so the task is looked at again: one that was reopened meanwhile gets
 * no next, nor one whose series was deleted.
 */
final class OnCompletedRecurrence implements EventHandler {

  private static final Logger LOG = LoggerFactory.getLogger(OnCompletedRecurrence.class);

  private final TaskStore tasks;
  private final InstantSource clock;

  OnCompletedRecurrence(TaskStore tasks, InstantSource clock) {
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public void handle(CloudEvent closed) {
    var id = taskOf(closed);
    var act = Act.now(extension(closed, "actor"), null, clock.instant());
    var result = tasks.makeNext(extension(closed, "owner"), id, act);
    if (result == NextResult.TASK_UNKNOWN) {
      // It may have gone to a list of another owner since; who moved it sees both.
      result = tasks.makeNext(extension(closed, "actor"), id, act);
    }
    if (result == NextResult.TASK_UNKNOWN) {
      throw new Unprocessable("there is no task " + id);
    }
    LOG.info("The next occurrence of task {}: {}", id, result);
  }

  private static UUID taskOf(CloudEvent closed) {
    var data = closed.getData();
    if (data == null) {
      throw new Unprocessable("the event has no data");
    }
    return EventJson.read(data.toBytes(), TaskEvent.class).task().id();
  }

  private static String extension(CloudEvent event, String name) {
    var value = event.getExtension(name);
    if (value == null) {
      throw new Unprocessable("the event has no extension " + name);
    }
    return value.toString();
  }
}
