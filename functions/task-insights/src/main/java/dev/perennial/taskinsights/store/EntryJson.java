package dev.perennial.taskinsights.store;

import dev.perennial.taskinsights.history.Entry;
import dev.perennial.taskinsights.history.Fact;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** An {@link Entry} in the form in which it is inserted. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record EntryJson(
    String person,
    UUID taskId,
    String kind,
    LocalDate day,
    @Nullable Integer hour,
    UUID listId,
    List<String> tags,
    String priority,
    String status,
    @Nullable Long seconds,
    @Nullable Long lateSeconds,
    @Nullable Instant overdueFrom,
    @Nullable LocalDate closedDay,
    @Nullable UUID seriesId,
    @Nullable Integer number) {

  static EntryJson of(Entry entry) {
    Fact task = entry.task();
    return new EntryJson(
        entry.person(),
        task.taskId(),
        entry.kind().name(),
        entry.when().day(),
        entry.when().hour(),
        task.listId(),
        task.tags(),
        task.priority().name().toLowerCase(Locale.ROOT),
        task.status().name(),
        entry.seconds(),
        entry.lateSeconds(),
        entry.overdueFrom(),
        entry.closedDay(),
        task.seriesId(),
        task.number());
  }
}
