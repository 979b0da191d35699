package dev.perennial.taskapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.store.SeriesStanding;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A series as it stands.
 *
 * @param recurrence the rule its last occurrence has
 * @param start the due date from which the rule counts; null before the first completion of a task
 *     without a due date
 * @param occurrenceNumber how many occurrences there have been
 * @param open the occurrence to be done; null if the series has ended, or the next is being made
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

  /** Whether another occurrence is there or will come. */
  enum State {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("ended")
    ENDED
  }

  static SeriesView of(SeriesStanding standing) {
    Task last = standing.last();
    Task open = standing.open();
    Occurrence turn = Objects.requireNonNull(last.occurrence());
    return new SeriesView(
        turn.series().id(),
        last.content().listId(),
        last.content().title(),
        turn.series().rule(),
        turn.series().anchor(),
        standing.goesOn() ? State.ACTIVE : State.ENDED,
        turn.number(),
        open == null ? null : open.snapshot());
  }
}
