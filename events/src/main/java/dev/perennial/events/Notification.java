package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a person is told, by each of their channels: a reminder, several that were held
 * together, or the digest of a day.
 *
 * @param id derived from what it tells and when, so that telling it again has the same one
 * @param userId who is told
 * @param dueAt when the person is to be told
 * @param late whether it is told later than it should have been, because nothing was awake to or it
 *     was held up on its way
 * @param date the local day of a digest; null for reminders
 * @param reminders what it reminds of; empty for a digest
 */
public record Notification(
    UUID id,
    Kind kind,
    String userId,
    Instant dueAt,
    boolean late,
    @Nullable LocalDate date,
    List<Reminded> reminders) {

  public Notification {
    Required.present("id", id);
    Required.present("kind", kind);
    Required.present("userId", userId);
    Required.present("dueAt", dueAt);
    if (kind == Kind.DIGEST) {
      Required.present("date", date);
    }
    reminders = Required.list("reminders", reminders);
  }

  /** What is told. */
  public enum Kind {
    @JsonProperty("reminder")
    REMINDER,
    @JsonProperty("digest")
    DIGEST
  }

  /**
   * One reminder of a task.
   *
   * @param reminderId which of the task's reminders it is
   * @param instant for when it was set, before quiet hours or a snooze put it off
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
