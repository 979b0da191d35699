package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Row-level security limits every query to the rows of the transaction's user. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ListRows extends GenericRepository<ListRow, UUID> {

  @Query("SELECT * FROM tasks.lists WHERE id = :id AND deleted_at IS NULL")
  Optional<ListRow> find(UUID id);

  /** Finds the list and prevents its deletion until the transaction ends. */
  @Query("SELECT * FROM tasks.lists WHERE id = :id AND deleted_at IS NULL FOR SHARE")
  Optional<ListRow> lockShared(UUID id);

  /**
   * Locks the list against changes until the transaction ends. An UPDATE locks less than FOR UPDATE
   * does: the insert of an occurrence checks the foreign key to the list while it holds the lock of
   * the previous occurrence, for which a deletion of the list may be waiting.
   */
  @Query("UPDATE tasks.lists SET version = version WHERE id = :id AND deleted_at IS NULL")
  void lock(UUID id);

  /** The lists of the user, in the user's order. */
  @Query(
      """
      SELECT l.* FROM tasks.lists l JOIN tasks.members m ON m.list_id = l.id AND m.user_id = tasks.app_user()
      WHERE l.deleted_at IS NULL
      ORDER BY m.position NULLS LAST, m.joined_at, l.id
      """)
  List<ListRow> own();

  /**
   * @return the number of inserted rows: 0 if the id is taken, or the owner has an inbox already
   */
  @Query(
      """
      INSERT INTO tasks.lists (id, owner, name, inbox, version, created_at, updated_at)
      VALUES (:id, :owner, :name, :inbox, 1, :at, :at)
      ON CONFLICT DO NOTHING
      """)
  int insert(UUID id, String owner, String name, boolean inbox, Instant at);

  void update(ListRow row);
}
