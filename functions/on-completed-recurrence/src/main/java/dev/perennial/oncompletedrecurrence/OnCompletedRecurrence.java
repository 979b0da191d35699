package dev.perennial.oncompletedrecurrence;

import dev.perennial.events.Envelope;
import dev.perennial.events.TaskEvent;
import dev.perennial.runtime.EventScope;
import dev.perennial.runtime.Trace;
import dev.perennial.runtime.ledger.EventData;
import dev.perennial.runtime.ledger.GroupHandler;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.TaskStore.ClosedTask;
import dev.perennial.tasks.store.TaskStore.NextResult;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the next occurrence of a completed or skipped task exactly once. The task is read again,
 * since the event may be outdated: none is created if the task was reopened or its series was
 * deleted in the meantime. The tasks of one owner are read and created together.
 */
final class OnCompletedRecurrence implements GroupHandler {

  private static final Logger LOG = LoggerFactory.getLogger(OnCompletedRecurrence.class);

  private final TaskStore tasks;
  private final InstantSource clock;

  OnCompletedRecurrence(TaskStore tasks, InstantSource clock) {
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public void handleAll(List<CloudEvent> events) {
    List<Closing> closings = events.stream().map(this::closing).toList();
    List<Closing> unknown = createNext(closings, Closing::owner);
    // The task may have moved to a list of another owner; the actor can see both lists.
    List<Closing> stillUnknown = createNext(unknown, Closing::actor);
    if (!stillUnknown.isEmpty()) {
      throw new Unprocessable("there is no task " + stillUnknown.getFirst().task.id());
    }
  }

  /**
   * Creates the next occurrences as this user of each, in one order of users, so that two instances
   * lock in the same order.
   *
   * @return those whose task the user does not see
   */
  private List<Closing> createNext(List<Closing> closings, Function<Closing, String> user) {
    Map<String, List<Closing>> byUser =
        closings.stream().collect(Collectors.groupingBy(user, TreeMap::new, Collectors.toList()));
    var unknown = new ArrayList<Closing>();
    byUser.forEach(
        (name, ofUser) -> {
          Map<UUID, NextResult> results =
              tasks.createNext(name, ofUser.stream().map(Closing::task).toList());
          LOG.debug("The next occurrences of tasks: {}", results);
          ofUser.stream()
              .filter(one -> results.get(one.task.id()) == NextResult.TASK_UNKNOWN)
              .forEach(unknown::add);
        });
    return unknown;
  }

  private Closing closing(CloudEvent event) {
    UUID id = EventData.read(event, TaskEvent.class).task().id();
    String actor = required("actor", Envelope.actorOf(event));
    String owner = required("owner", Envelope.ownerOf(event));
    Command command = Command.now(actor, null, clock.instant());
    try (Trace.Scope scope = EventScope.of(event)) {
      return new Closing(owner, actor, new ClosedTask(id, command, Trace.current()));
    }
  }

  private static String required(String extension, @Nullable String value) {
    if (value == null) {
      throw new Unprocessable("the event has no extension " + extension);
    }
    return value;
  }

  private record Closing(String owner, String actor, ClosedTask task) {}
}
