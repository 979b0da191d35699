package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as the API answers it and events carry it, whole.
 *
 * @param reminders null for the defaults of whoever is reminded
 * @param assignee the member of the list whose task it is; null if nobody's in particular
 * @param createdBy the user who made it, or its series; null in events of before it was kept
 * @param completedAt when it was completed; never null if it is
 * @param skippedAt when it was passed over; never null if it is
 * @param occurrence the local date or date-time the series' rule gave this task; null without a
 *     series, or if its rule counts from a completion yet to come
 * @param occurrenceNumber which one of its series it is, from 1; null without a series
 * @param version 1 when created, one more with each change
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

  /** How much it matters to its owner. */
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

  /** Whether it is still to be done. */
  public enum Status {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("completed")
    COMPLETED,
    /** Passed over: not done, and not to be done any more; its series goes on. */
    @JsonProperty("skipped")
    SKIPPED
  }
}
