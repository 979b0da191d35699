package dev.perennial.tasks;

/** An act that the task's state or surroundings do not allow, though it was well said. */
public final class RefusedAct extends RuntimeException {

  /** Why; the slug names the problem to clients. */
  public enum Reason {
    TASK_COMPLETED("task-completed"),
    NO_SUCH_LIST("no-such-list");

    private final String slug;

    Reason(String slug) {
      this.slug = slug;
    }

    public String slug() {
      return slug;
    }
  }

  private final Reason reason;

  public RefusedAct(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
