package dev.perennial.tasks.store;

import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Fact;
import dev.perennial.tasks.Outcome;
import java.util.Collection;

/** What happened to tasks, on its way out with the transaction. */
final class TaskFacts {

  private final Outbox outbox;

  TaskFacts(Outbox outbox) {
    this.outbox = outbox;
  }

  void publish(Outcome outcome, String owner, Collection<String> audience) {
    for (Fact fact : outcome.facts()) {
      outbox.add(
          new Outbox.Entry(
              fact.type(),
              fact.task().id().toString(),
              fact.task().content().listId().toString(),
              fact.act().actor(),
              owner,
              fact.event(audience)));
    }
  }
}
