package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as the API answers it and events carry it, whole.
 *
 * @param completedAt when it was completed; never null if it is
 * @param occurrence the local date or date-time the series' rule gave this task; null without a
 *     series
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
    Status status,
    @Nullable Instant completedAt,
    @Nullable Recurrence recurrence,
    @Nullable UUID seriesId,
    @Nullable String occurrence,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  public TaskSnapshot {
    Required.present("id", id);
    Required.present("listId", listId);
    Required.present("title", title);
    Required.present("priority", priority);
    tags = Required.list("tags", tags);
    Required.present("status", status);
    if (status == Status.COMPLETED) {
      Required.present("completedAt", completedAt);
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
    COMPLETED
  }
}
