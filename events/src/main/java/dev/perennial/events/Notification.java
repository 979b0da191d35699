package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification for a person, sent by each of the person's channels: a reminder, several reminders
 * that were held until the same time, a daily digest, the request to confirm an e-mail address, or
 * that a threshold of a budget was reached.
 *
 * @param id derived from the content and the time, so that a repeated notification has the same id
 * @param userId the recipient
 * @param dueAt when the notification is to be sent
 * @param late true if the notification is sent later than intended, because no instance was running
 *     or the delivery was delayed
 * @param date the local day of a digest; null for other kinds
 * @param reminders the reminders in the notification; empty for other kinds
 * @param budget the budget that was reached; null for other kinds
 */
public record Notification(
    UUID id,
    Kind kind,
    String userId,
    Instant dueAt,
    boolean late,
    @Nullable LocalDate date,
    List<Reminded> reminders,
    @Nullable BudgetSnapshot budget) {

  public Notification {
    Required.present("id", id);
    Required.present("kind", kind);
    Required.present("userId", userId);
    Required.present("dueAt", dueAt);
    if (kind == Kind.DIGEST) {
      Required.present("date", date);
    }
    if (kind == Kind.BUDGET) {
      Required.present("budget", budget);
    }
    reminders = Required.list("reminders", reminders);
  }

  /** A notification of any kind but {@link Kind#BUDGET}. */
  public Notification(
      UUID id,
      Kind kind,
      String userId,
      Instant dueAt,
      boolean late,
      @Nullable LocalDate date,
      List<Reminded> reminders) {
    this(id, kind, userId, dueAt, late, date, reminders, null);
  }

  /** The kind of a notification. */
  public enum Kind {
    @JsonProperty("reminder")
    REMINDER,
    @JsonProperty("digest")
    DIGEST,
    /**
     * Asks the person to confirm their e-mail address; {@code dueAt} is when they requested it. The
     * only kind that is sent to an address that is not confirmed.
     */
    @JsonProperty("confirmation")
    CONFIRMATION,
    /** {@code dueAt} is when the threshold was reached. */
    @JsonProperty("budget")
    BUDGET
  }

  /**
   * A reminder of a task.
   *
   * @param reminderId identifies the reminder among those of the task
   * @param instant when the reminder was set for, before quiet hours or a snooze postponed it
   */
  public record Reminded(UUID reminderId, UUID taskId, UUID listId, Instant instant) {

    public Reminded {
      Required.present("reminderId", reminderId);
      Required.present("taskId", taskId);
      Required.present("listId", listId);
      Required.present("instant", instant);
    }
  }
}
