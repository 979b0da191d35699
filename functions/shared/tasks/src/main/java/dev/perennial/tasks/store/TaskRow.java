package dev.perennial.tasks.store;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.series.OccurrenceKey;
import dev.perennial.tasks.series.Series;
import dev.perennial.tasks.task.Closing;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Deletion;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.FieldTimestamps;
import dev.perennial.tasks.task.Origin;
import dev.perennial.tasks.task.Task;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A row of tasks.tasks. Every column is named explicitly. Otherwise Micronaut derives the name for
 * each value that it reads, which caused a third of all allocations of a page of tasks.
 */
@MappedEntity(value = "tasks", schema = "tasks")
record TaskRow(
    @MappedProperty("id") @Id UUID id,
    @MappedProperty("owner") String owner,
    @MappedProperty("created_by") String createdBy,
    @MappedProperty("previous_id") @Nullable UUID previousId,
    @MappedProperty("list_id") UUID listId,
    @MappedProperty("title") String title,
    @MappedProperty("description") @Nullable String description,
    @MappedProperty("priority") Priority priority,
    @MappedProperty(value = "tags", type = DataType.STRING_ARRAY) List<String> tags,
    @MappedProperty("due_date") @Nullable LocalDate dueDate,
    @MappedProperty("due_time") @Nullable LocalTime dueTime,
    @MappedProperty("due_zone") @Nullable String dueZone,
    @MappedProperty("reminders") @Nullable String reminders,
    @MappedProperty("assignee") @Nullable String assignee,
    @MappedProperty("carried") @Nullable String carried,
    @MappedProperty("series_id") @Nullable UUID seriesId,
    @MappedProperty("rule") @Nullable String rule,
    @MappedProperty("anchor_date") @Nullable LocalDate anchorDate,
    @MappedProperty("anchor_time") @Nullable LocalTime anchorTime,
    @MappedProperty("anchor_zone") @Nullable String anchorZone,
    @MappedProperty("occurrence") @Nullable String occurrence,
    @MappedProperty("number") @Nullable Integer number,
    @MappedProperty("completed_at") @Nullable Instant completedAt,
    @MappedProperty("skipped_at") @Nullable Instant skippedAt,
    @MappedProperty("closed_zone") @Nullable String closedZone,
    @MappedProperty("written_at") @Nullable String writtenAt,
    @MappedProperty("touched") boolean touched,
    @MappedProperty("version") long version,
    @MappedProperty("created_at") Instant createdAt,
    @MappedProperty("updated_at") Instant updatedAt,
    @MappedProperty("deleted_at") @Nullable Instant deletedAt,
    @MappedProperty("deletion") @Nullable DeletionReason deletion) {

  private static final TypeReference<List<Reminder>> REMINDERS = new TypeReference<>() {};
  private static final TypeReference<Map<Field, Instant>> TIMESTAMPS = new TypeReference<>() {};

  static TaskRow of(Task task) {
    Content content = task.content();
    Due due = content.due();
    Occurrence occurrence = task.occurrence();
    Due anchor = occurrence == null ? null : occurrence.series().anchor();
    Closing closing = task.closing();
    Deletion deletion = task.deletion();
    return new TaskRow(
        task.id(),
        task.owner(),
        task.origin().createdBy(),
        task.origin().previous(),
        content.listId(),
        content.title(),
        content.description(),
        content.priority(),
        content.tags(),
        due == null ? null : due.date(),
        due == null ? null : due.time(),
        due == null ? null : Columns.text(due.zone()),
        Columns.json(content.reminders()),
        content.assignee(),
        Columns.json(task.carried()),
        occurrence == null ? null : occurrence.series().id(),
        occurrence == null ? null : Columns.json(occurrence.series().rule()),
        anchor == null ? null : anchor.date(),
        anchor == null ? null : anchor.time(),
        anchor == null ? null : Columns.text(anchor.zone()),
        occurrence == null || occurrence.key() == null ? null : occurrence.key().toString(),
        occurrence == null ? null : occurrence.number(),
        closedAt(closing, Closing.Kind.COMPLETED),
        closedAt(closing, Closing.Kind.SKIPPED),
        closing == null ? null : Columns.text(closing.zone()),
        task.timestamps().lastAt().isEmpty() ? null : Columns.json(task.timestamps().lastAt()),
        task.touched(),
        task.version(),
        task.origin().createdAt(),
        task.updatedAt(),
        deletion == null ? null : deletion.at(),
        deletion == null ? null : deletion.reason());
  }

  Task task() {
    Map<Field, Instant> timestamps = Columns.read(writtenAt, TIMESTAMPS);
    return new Task(
        id,
        owner,
        new Origin(createdBy, previousId, createdAt),
        content(),
        Columns.read(carried, Content.class),
        toOccurrence(),
        closing(),
        timestamps == null ? FieldTimestamps.NONE : new FieldTimestamps(timestamps),
        touched,
        version,
        updatedAt,
        deletedAt == null || deletion == null ? null : new Deletion(deletedAt, deletion));
  }

  private Content content() {
    return new Content(
        listId,
        title,
        description,
        priority,
        tags,
        due(dueDate, dueTime, dueZone),
        Columns.read(reminders, REMINDERS),
        assignee);
  }

  private @Nullable Occurrence toOccurrence() {
    Recurrence by = Columns.read(rule, Recurrence.class);
    if (by == null || seriesId == null || number == null) {
      return null;
    }
    return new Occurrence(
        new Series(seriesId, by, due(anchorDate, anchorTime, anchorZone)),
        occurrence == null ? null : OccurrenceKey.parse(occurrence),
        number);
  }

  private @Nullable Closing closing() {
    ZoneId zone = Columns.zone(closedZone);
    if (zone == null) {
      return null;
    }
    return completedAt == null
        ? new Closing(Closing.Kind.SKIPPED, Objects.requireNonNull(skippedAt), zone)
        : new Closing(Closing.Kind.COMPLETED, completedAt, zone);
  }

  private static @Nullable Instant closedAt(@Nullable Closing closing, Closing.Kind kind) {
    return closing == null || closing.kind() != kind ? null : closing.at();
  }

  private static @Nullable Due due(
      @Nullable LocalDate date, @Nullable LocalTime time, @Nullable String zone) {
    return date == null ? null : new Due(date, time, Columns.zone(zone));
  }
}
