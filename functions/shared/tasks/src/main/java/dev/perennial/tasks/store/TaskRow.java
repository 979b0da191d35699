package dev.perennial.tasks.store;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.tasks.Closing;
import dev.perennial.tasks.Content;
import dev.perennial.tasks.Deletion;
import dev.perennial.tasks.Field;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.OccurrenceKey;
import dev.perennial.tasks.Origin;
import dev.perennial.tasks.Series;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.Writes;
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

@MappedEntity(value = "tasks", schema = "tasks")
record TaskRow(
    @Id UUID id,
    String owner,
    String createdBy,
    @Nullable UUID previousId,
    UUID listId,
    String title,
    @Nullable String description,
    Priority priority,
    @MappedProperty(type = DataType.STRING_ARRAY) List<String> tags,
    @Nullable LocalDate dueDate,
    @Nullable LocalTime dueTime,
    @Nullable String dueZone,
    @Nullable String reminders,
    @Nullable String assignee,
    @Nullable String carried,
    @Nullable UUID seriesId,
    @Nullable String rule,
    @Nullable LocalDate anchorDate,
    @Nullable LocalTime anchorTime,
    @Nullable String anchorZone,
    @Nullable String occurrence,
    @Nullable Integer number,
    @Nullable Instant completedAt,
    @Nullable Instant skippedAt,
    @Nullable String closedZone,
    @Nullable String writtenAt,
    boolean touched,
    long version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant deletedAt,
    @Nullable DeletionReason deletion) {

  private static final TypeReference<List<Reminder>> REMINDERS = new TypeReference<>() {};
  private static final TypeReference<Map<Field, Instant>> WRITES = new TypeReference<>() {};

  static TaskRow of(Task task) {
    Content content = task.content();
    Due due = content.due();
    Occurrence turn = task.occurrence();
    Due anchor = turn == null ? null : turn.series().anchor();
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
        turn == null ? null : turn.series().id(),
        turn == null ? null : Columns.json(turn.series().rule()),
        anchor == null ? null : anchor.date(),
        anchor == null ? null : anchor.time(),
        anchor == null ? null : Columns.text(anchor.zone()),
        turn == null || turn.key() == null ? null : turn.key().toString(),
        turn == null ? null : turn.number(),
        closedAt(closing, Closing.Kind.COMPLETED),
        closedAt(closing, Closing.Kind.SKIPPED),
        closing == null ? null : Columns.text(closing.zone()),
        task.writes().lastAt().isEmpty() ? null : Columns.json(task.writes().lastAt()),
        task.touched(),
        task.version(),
        task.origin().createdAt(),
        task.updatedAt(),
        deletion == null ? null : deletion.at(),
        deletion == null ? null : deletion.reason());
  }

  Task task() {
    Map<Field, Instant> writes = Columns.read(writtenAt, WRITES);
    return new Task(
        id,
        owner,
        new Origin(createdBy, previousId, createdAt),
        content(),
        Columns.read(carried, Content.class),
        turn(),
        closing(),
        writes == null ? Writes.NONE : new Writes(writes),
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

  private @Nullable Occurrence turn() {
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
