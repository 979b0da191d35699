package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Row-level security shows of every query what the transaction's user may see. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ListRows extends GenericRepository<ListRow, UUID> {

  @Query("SELECT * FROM tasks.lists WHERE id = :id AND deleted_at IS NULL")
  Optional<ListRow> find(UUID id);

  @Query(
      """
      INSERT INTO tasks.lists (id, owner, name, inbox, version, created_at, updated_at)
      VALUES (:id, :owner, 'Inbox', true, 1, :at, :at)
      ON CONFLICT DO NOTHING
      """)
  void makeInbox(UUID id, String owner, Instant at);
}
