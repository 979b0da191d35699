package dev.perennial.taskinsights.store;

import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.taskinsights.history.Fact;
import dev.perennial.taskinsights.history.Fact.People;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The row of a {@link Fact}, also in the JSON by which rows are inserted. */
@MappedEntity(schema = "insights", value = "facts")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record FactRow(
    @MappedProperty("task_id") @Id UUID taskId,
    @MappedProperty("version") long version,
    @MappedProperty("type") String type,
    @MappedProperty("at") Instant at,
    @MappedProperty("owner") @Nullable String owner,
    @MappedProperty("actor") @Nullable String actor,
    @MappedProperty("created_by") @Nullable String createdBy,
    @MappedProperty("assignee") @Nullable String assignee,
    @MappedProperty("list_id") UUID listId,
    @MappedProperty(value = "tags", type = DataType.STRING_ARRAY) List<String> tags,
    @MappedProperty("priority") String priority,
    @MappedProperty("due_date") @Nullable LocalDate dueDate,
    @MappedProperty("due_time") @Nullable LocalTime dueTime,
    @MappedProperty("due_zone") @Nullable String dueZone,
    @MappedProperty("status") String status,
    @MappedProperty("closed_at") @Nullable Instant closedAt,
    @MappedProperty("closed_zone") @Nullable String closedZone,
    @MappedProperty("created_at") Instant createdAt,
    @MappedProperty("series_id") @Nullable UUID seriesId,
    @MappedProperty("number") @Nullable Integer number,
    @MappedProperty("deleted") boolean deleted) {

  static FactRow of(Fact fact) {
    Due due = fact.due();
    return new FactRow(
        fact.taskId(),
        fact.version(),
        fact.type(),
        fact.at(),
        fact.people().owner(),
        fact.people().actor(),
        fact.people().author(),
        fact.people().assignee(),
        fact.listId(),
        fact.tags(),
        fact.priority().name(),
        due == null ? null : due.date(),
        due == null ? null : due.time(),
        due == null || due.zone() == null ? null : due.zone().getId(),
        fact.status().name(),
        fact.closedAt(),
        fact.closedZone() == null ? null : fact.closedZone().getId(),
        fact.createdAt(),
        fact.seriesId(),
        fact.number(),
        fact.deleted());
  }

  Fact fact() {
    return new Fact(
        taskId,
        version,
        type,
        at,
        new People(owner, actor, createdBy, assignee),
        listId,
        tags,
        Priority.valueOf(priority),
        dueDate == null ? null : new Due(dueDate, dueTime, zone(dueZone)),
        Status.valueOf(status),
        closedAt,
        zone(closedZone),
        createdAt,
        seriesId,
        number,
        deleted);
  }

  private static @Nullable ZoneId zone(@Nullable String id) {
    return id == null ? null : ZoneId.of(id);
  }
}
