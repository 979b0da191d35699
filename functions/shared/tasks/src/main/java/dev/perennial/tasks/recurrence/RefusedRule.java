package dev.perennial.tasks.recurrence;

/** An RRULE that is invalid or not supported. The message describes what is expected. */
public final class RefusedRule extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public RefusedRule(String message) {
    super(message);
  }
}
