package dev.perennial.tasks.store;

import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.tasks.Content;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.OccurrenceKey;
import dev.perennial.tasks.Series;
import dev.perennial.tasks.Task;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity(value = "tasks", schema = "tasks")
record TaskRow(
    @Id UUID id,
    String owner,
    UUID listId,
    String title,
    @Nullable String description,
    Priority priority,
    @MappedProperty(type = DataType.STRING_ARRAY) List<String> tags,
    @Nullable LocalDate dueDate,
    @Nullable LocalTime dueTime,
    @Nullable String dueZone,
    @Nullable UUID seriesId,
    @Nullable String occurrence,
    @Nullable Instant completedAt,
    long version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant deletedAt) {

  static TaskRow of(Task task) {
    Content content = task.content();
    Due due = content.due();
    Occurrence occurrence = task.occurrence();
    return new TaskRow(
        task.id(),
        task.owner(),
        content.listId(),
        content.title(),
        content.description(),
        content.priority(),
        content.tags(),
        due == null ? null : due.date(),
        due == null ? null : due.time(),
        due == null ? null : Zones.text(due.zone()),
        occurrence == null ? null : occurrence.series().id(),
        occurrence == null || occurrence.key() == null ? null : occurrence.key().toString(),
        task.completedAt(),
        task.version(),
        task.createdAt(),
        task.updatedAt(),
        task.deletedAt());
  }

  /**
   * @param series the row's own; null if it has none
   */
  Task task(@Nullable Series series) {
    Due due = dueDate == null ? null : new Due(dueDate, dueTime, Zones.zone(dueZone));
    return new Task(
        id,
        owner,
        new Content(listId, title, description, priority, tags, due),
        series == null || occurrence == null
            ? null
            : new Occurrence(series, OccurrenceKey.parse(occurrence), 1),
        completedAt,
        version,
        createdAt,
        updatedAt,
        deletedAt);
  }
}
