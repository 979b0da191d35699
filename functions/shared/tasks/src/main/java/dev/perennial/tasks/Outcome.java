package dev.perennial.tasks;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an act came to.
 *
 * @param task the task it was about, after it
 * @param others tasks that changed with it
 * @param facts in the order in which they happened; empty if nobody needs to know
 */
public record Outcome(Task task, List<Task> others, List<Fact> facts) {

  public Outcome {
    others = List.copyOf(others);
    facts = List.copyOf(facts);
  }

  static Outcome of(Task task, Fact... facts) {
    return of(task, List.of(facts));
  }

  static Outcome of(Task task, List<Fact> facts) {
    return new Outcome(task, List.of(), facts);
  }

  /** Both, the other's task as one that changed with this. */
  Outcome and(Outcome other) {
    return new Outcome(
        task,
        Stream.concat(others.stream(), Stream.of(other.task)).toList(),
        Stream.concat(facts.stream(), other.facts.stream()).toList());
  }
}
