package dev.perennial.tasks;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An act that the task's state or surroundings do not allow, though it was well said. */
public final class RefusedAct extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why; the slug names the problem to clients. */
  public enum Reason {
    TASK_COMPLETED("task-completed", null),
    /** Somebody has touched the next occurrence, so whoever reopens must say what becomes of it. */
    NEXT_TOUCHED("next-touched", null),
    NOT_RECURRING("not-recurring", null),
    /** The person may see it, but not do this to it. */
    FORBIDDEN("forbidden", null),
    INBOX("inbox", null),
    LIST_OWNER("list-owner", null),
    ID_TAKEN("id-taken", null),
    NO_SUCH_LIST("no-such-list", "/listId"),
    LIST_OF_ONE("list-of-one-occurrence", "/listId"),
    TOO_MANY_MEMBERS("too-many-members", "/members"),
    NO_SUCH_MEMBER("no-such-member", "/assignee"),
    RULE_OF_ONE("rule-of-one-occurrence", "/recurrence");

    private final String slug;
    private final @Nullable String field;

    Reason(String slug, @Nullable String field) {
      this.slug = slug;
      this.field = field;
    }

    public String slug() {
      return slug;
    }

    /** A pointer to the field that asks for what cannot be; empty if it is the act itself. */
    public Optional<String> field() {
      return Optional.ofNullable(field);
    }
  }

  private final Reason reason;
  private final transient @Nullable Task next;

  public RefusedAct(Reason reason, String message) {
    this(reason, message, null);
  }

  private RefusedAct(Reason reason, String message, @Nullable Task next) {
    super(message, null, false, false);
    this.reason = reason;
    this.next = next;
  }

  static RefusedAct nextTouched(Task next, String message) {
    return new RefusedAct(Reason.NEXT_TOUCHED, message, next);
  }

  public Reason reason() {
    return reason;
  }

  /** The occurrence that stands in the way. */
  public Optional<Task> next() {
    return Optional.ofNullable(next);
  }
}
