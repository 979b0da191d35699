package dev.perennial.tasks.store;

import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the events of tasks to the outbox, within the open transaction. */
final class TaskEventPublisher {

  private final Outbox outbox;

  TaskEventPublisher(Outbox outbox) {
    this.outbox = outbox;
  }

  void publish(TaskResult result, String owner, Collection<String> audience) {
    publishAll(List.of(result), owner, audience);
  }

  void publishAll(List<TaskResult> results, String owner, Collection<String> audience) {
    publish(
        results.stream()
            .flatMap(result -> result.events().stream())
            .map(event -> entry(event, owner, audience, null))
            .toList());
  }

  /** Publishes events that {@link #entry} made, with the same statement. */
  void publish(List<Outbox.Entry> entries) {
    outbox.addAll(entries);
  }

  static Outbox.Entry entry(
      TaskDomainEvent event,
      String owner,
      Collection<String> audience,
      @Nullable String traceparent) {
    return new Outbox.Entry(
        event.type(),
        event.task().id().toString(),
        event.task().content().listId().toString(),
        event.command().actor(),
        owner,
        event.payload(audience),
        traceparent);
  }
}
