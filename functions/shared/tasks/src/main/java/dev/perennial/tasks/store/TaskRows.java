package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TaskRows extends GenericRepository<TaskRow, UUID> {

  String ONE = "SELECT * FROM tasks.tasks WHERE id = :id AND owner = :owner ";

  // One statement a filter: behind an OR the planner would not take the index of the open tasks.
  String PAGE =
      """
      SELECT * FROM tasks.tasks
      WHERE owner = :owner AND deleted_at IS NULL AND (created_at, id) > (:createdAt, :id)
        AND (CAST(:listId AS uuid) IS NULL OR list_id = :listId)
      """;
  String IN_ORDER = " ORDER BY created_at, id LIMIT :limit";

  @Query(ONE)
  Optional<TaskRow> find(UUID id, String owner);

  @Query(ONE + "FOR UPDATE")
  Optional<TaskRow> lock(UUID id, String owner);

  @Query(PAGE + IN_ORDER)
  List<TaskRow> page(String owner, @Nullable UUID listId, Instant createdAt, UUID id, int limit);

  @Query(PAGE + " AND completed_at IS NULL" + IN_ORDER)
  List<TaskRow> openPage(
      String owner, @Nullable UUID listId, Instant createdAt, UUID id, int limit);

  @Query(PAGE + " AND completed_at IS NOT NULL" + IN_ORDER)
  List<TaskRow> completedPage(
      String owner, @Nullable UUID listId, Instant createdAt, UUID id, int limit);

  boolean existsById(UUID id);

  void save(TaskRow row);

  void update(TaskRow row);

  void delete(TaskRow row);
}
