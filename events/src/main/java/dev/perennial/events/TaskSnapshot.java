package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The complete state of a task, as the API returns it and events contain it.
 *
 * @param reminders null for the default reminders of each user who is reminded
 * @param assignee the member of the list who is responsible for the task; null if it is unassigned
 * @param createdBy the user who created the task or its series; null in events that are older than
 *     this field
 * @param completedAt when the task was completed; required if it is completed
 * @param skippedAt when the task was skipped; required if it is skipped
 * @param occurrence the local date or date-time that the rule gave this task; null without a
 *     series, or if the rule counts from a completion that has not happened yet
 * @param occurrenceNumber the number of the occurrence in its series; the first is 1; null without
 *     a series
 * @param version 1 when created, incremented by each change
 */
public record TaskSnapshot(
    UUID id,
    UUID listId,
    String title,
    @Nullable String description,
    Priority priority,
    List<String> tags,
    @Nullable Due due,
    @Nullable List<Reminder> reminders,
    @Nullable String assignee,
    @Nullable String createdBy,
    Status status,
    @Nullable Instant completedAt,
    @Nullable Instant skippedAt,
    @Nullable Recurrence recurrence,
    @Nullable UUID seriesId,
    @Nullable String occurrence,
    @Nullable Integer occurrenceNumber,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  public TaskSnapshot {
    Required.present("id", id);
    Required.present("listId", listId);
    Required.present("title", title);
    Required.present("priority", priority);
    tags = Required.list("tags", tags);
    reminders = reminders == null ? null : Required.list("reminders", reminders);
    Required.present("status", status);
    if (status == Status.COMPLETED) {
      Required.present("completedAt", completedAt);
    }
    if (status == Status.SKIPPED) {
      Required.present("skippedAt", skippedAt);
    }
    Required.atLeastOne("version", version);
    Required.present("createdAt", createdAt);
    Required.present("updatedAt", updatedAt);
  }

  /** The priority that the user has given to the task. */
  public enum Priority {
    @JsonProperty("high")
    HIGH,
    @JsonProperty("medium")
    MEDIUM,
    @JsonProperty("low")
    LOW,
    @JsonProperty("none")
    NONE
  }

  /** The status of a task. */
  public enum Status {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("completed")
    COMPLETED,
    /** Closed as not done. Its series continues. */
    @JsonProperty("skipped")
    SKIPPED
  }
}
