package dev.perennial.taskapi.series;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.store.SeriesStatus;
import dev.perennial.tasks.task.Task;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a series, as the API returns it.
 *
 * @param recurrence the rule of its last occurrence
 * @param start the due date from which the rule counts; null before the first completion of a task
 *     without a due date
 * @param occurrenceNumber the number of its last occurrence
 * @param open the open occurrence; null if the series has ended, or the next one is being created
 */
record SeriesView(
    UUID id,
    UUID listId,
    String title,
    Recurrence recurrence,
    @Nullable Due start,
    State state,
    int occurrenceNumber,
    @Nullable TaskSnapshot open) {

  /** Active while there is an open occurrence or another one will be created. */
  enum State {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("ended")
    ENDED
  }

  static SeriesView of(SeriesStatus status) {
    Task last = status.last();
    Task open = status.open();
    Occurrence occurrence = Objects.requireNonNull(last.occurrence());
    return new SeriesView(
        occurrence.series().id(),
        last.content().listId(),
        last.content().title(),
        occurrence.series().rule(),
        occurrence.series().anchor(),
        status.isActive() ? State.ACTIVE : State.ENDED,
        occurrence.number(),
        open == null ? null : open.snapshot());
  }
}
