package dev.perennial.tasks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an act came to.
 *
 * @param removed a task that goes with it, for good, so that its derived id is free again
 * @param facts in the order in which they happened; empty if the act changed nothing
 */
public record Outcome(Task task, @Nullable Task removed, List<Fact> facts) {

  public Outcome {
    facts = List.copyOf(facts);
  }

  static Outcome of(Task task, List<Fact> facts) {
    return new Outcome(task, null, facts);
  }

  static Outcome unchanged(Task task) {
    return of(task, List.of());
  }

  public boolean isChange() {
    return !facts.isEmpty();
  }
}
