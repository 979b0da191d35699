package dev.perennial.tasks;

import dev.perennial.events.TaskSnapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A valid command that the current state, or the actor's role, does not allow. */
public final class RefusedCommand extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The reason of a refusal. Its slug names the problem type for clients. */
  public enum Reason {
    TASK_COMPLETED("task-completed", null),
    /** The next occurrence was changed since, so the command must specify how to treat it. */
    NEXT_TOUCHED("next-touched", null),
    /** Too much time has passed since the task was deleted. */
    RESTORE_EXPIRED("restore-expired", null),
    /** The task was not deleted by a user, but by reopening the occurrence before it. */
    TAKEN_BACK("taken-back", null),
    NOT_RECURRING("not-recurring", null),
    /** The actor may see it, but the actor's role does not allow the command. */
    FORBIDDEN("forbidden", null),
    /** So many confirmation mails were requested that no more are sent for a while. */
    TOO_MANY_CONFIRMATIONS("too-many-confirmations", null),
    NOTHING_TO_CONFIRM("nothing-to-confirm", null),
    /** The user has declined an invitation, and cannot be invited for a while. */
    INVITATION_DECLINED("invitation-declined", null),
    TOO_MANY_INVITATIONS("too-many-invitations", null),
    TOO_MANY_LISTS("too-many-lists", null),
    NOT_INVITED("not-invited", null),
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

    /** A JSON pointer to the field that is refused; empty if it is the command as a whole. */
    public Optional<String> field() {
      return Optional.ofNullable(field);
    }
  }

  private final Reason reason;
  private final transient @Nullable TaskSnapshot next;

  public RefusedCommand(Reason reason, String message) {
    this(reason, message, null);
  }

  private RefusedCommand(Reason reason, String message, @Nullable TaskSnapshot next) {
    super(message, null, false, false);
    this.reason = reason;
    this.next = next;
  }

  /**
   * A refused reopening that must specify how to treat the next occurrence.
   *
   * @param next the next occurrence as it is now
   */
  public static RefusedCommand nextTouched(TaskSnapshot next, String message) {
    return new RefusedCommand(Reason.NEXT_TOUCHED, message, next);
  }

  public Reason reason() {
    return reason;
  }

  /** The next occurrence, if the reason is {@link Reason#NEXT_TOUCHED}. */
  public Optional<TaskSnapshot> next() {
    return Optional.ofNullable(next);
  }
}
