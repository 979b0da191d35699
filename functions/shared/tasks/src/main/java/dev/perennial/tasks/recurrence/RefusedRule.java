package dev.perennial.tasks.recurrence;

/** What was given as a rule is none that tasks can come back by; the message says what to do. */
public final class RefusedRule extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  RefusedRule(String message) {
    super(message);
  }
}
