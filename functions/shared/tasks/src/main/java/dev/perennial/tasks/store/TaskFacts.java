package dev.perennial.tasks.store;

import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Fact;
import dev.perennial.tasks.Outcome;
import java.util.Collection;
import java.util.List;

/** What happened to tasks, on its way out with the transaction. */
final class TaskFacts {

  private final Outbox outbox;

  TaskFacts(Outbox outbox) {
    this.outbox = outbox;
  }

  void publish(Outcome outcome, String owner, Collection<String> audience) {
    publishAll(List.of(outcome), owner, audience);
  }

  void publishAll(List<Outcome> outcomes, String owner, Collection<String> audience) {
    outbox.addAll(
        outcomes.stream()
            .flatMap(outcome -> outcome.facts().stream())
            .map(fact -> entry(fact, owner, audience))
            .toList());
  }

  private static Outbox.Entry entry(Fact fact, String owner, Collection<String> audience) {
    return new Outbox.Entry(
        fact.type(),
        fact.task().id().toString(),
        fact.task().content().listId().toString(),
        fact.act().actor(),
        owner,
        fact.event(audience));
  }
}
