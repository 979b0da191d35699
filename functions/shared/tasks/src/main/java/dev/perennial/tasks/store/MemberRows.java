package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Row-level security shows of every query what the transaction's user may see. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface MemberRows extends GenericRepository<MemberRow, UUID> {

  @Query("SELECT * FROM tasks.members WHERE list_id = :listId ORDER BY joined_at, user_id")
  List<MemberRow> of(UUID listId);

  /** The user becomes the list's owner, as its first member. */
  @Query(
      """
      INSERT INTO tasks.members (list_id, user_id, role, position, joined_at) VALUES (:listId, :userId, 'OWNER', 0, :at)
      ON CONFLICT DO NOTHING
      """)
  void found(UUID listId, String userId, Instant at);
}
