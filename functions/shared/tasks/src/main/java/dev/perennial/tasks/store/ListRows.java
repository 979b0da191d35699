package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ListRows extends GenericRepository<ListRow, UUID> {

  boolean existsByIdAndOwner(UUID id, String owner);

  @Query(
      """
      INSERT INTO tasks.lists (id, owner, name, inbox, created_at) VALUES (:id, :owner, 'Inbox', true, :createdAt)
      ON CONFLICT DO NOTHING
      """)
  void makeInbox(UUID id, String owner, Instant createdAt);
}
