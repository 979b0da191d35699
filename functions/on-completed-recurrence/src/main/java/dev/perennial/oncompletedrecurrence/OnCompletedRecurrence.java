package dev.perennial.oncompletedrecurrence;

import dev.perennial.events.Envelope;
import dev.perennial.events.TaskEvent;
import dev.perennial.runtime.ledger.EventData;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.TaskStore.NextResult;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the next occurrence of a completed or skipped task exactly once. The task is read again,
 * since the event may be outdated: none is created if the task was reopened or its series was
 * deleted in the meantime.
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
    UUID id = EventData.read(closed, TaskEvent.class).task().id();
    String actor = required("actor", Envelope.actorOf(closed));
    String owner = required("owner", Envelope.ownerOf(closed));
    Command command = Command.now(actor, null, clock.instant());
    NextResult result = tasks.createNext(owner, id, command);
    if (result == NextResult.TASK_UNKNOWN) {
      // The task may have moved to a list of another owner; the actor can see both lists.
      result = tasks.createNext(actor, id, command);
    }
    if (result == NextResult.TASK_UNKNOWN) {
      throw new Unprocessable("there is no task " + id);
    }
    LOG.info("The next occurrence of task {}: {}", id, result);
  }

  private static String required(String extension, @Nullable String value) {
    if (value == null) {
      throw new Unprocessable("the event has no extension " + extension);
    }
    return value;
  }
}
