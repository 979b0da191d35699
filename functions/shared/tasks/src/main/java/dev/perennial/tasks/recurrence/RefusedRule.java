package dev.perennial.tasks.recurrence;

/** An RRULE that is not valid or not supported; the message says what it must be. */
public final class RefusedRule extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  RefusedRule(String message) {
    super(message);
  }
}
