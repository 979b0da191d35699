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

/** Row-level security limits every query to the rows of the transaction's user. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface MemberRows extends GenericRepository<MemberRow, UUID> {

  @Query("SELECT * FROM tasks.members WHERE list_id = :listId ORDER BY joined_at, user_id")
  List<MemberRow> of(UUID listId);

  @Query("SELECT * FROM tasks.members WHERE list_id IN (:listIds) ORDER BY joined_at, user_id")
  List<MemberRow> ofAll(List<UUID> listIds);

  /** Finds the member and prevents their removal until the transaction ends. */
  @Query("SELECT * FROM tasks.members WHERE list_id = :listId AND user_id = :userId FOR KEY SHARE")
  Optional<MemberRow> lockShared(UUID listId, String userId);

  /** Waits for the holders of the shared lock, and excludes new ones. */
  @Query("SELECT * FROM tasks.members WHERE list_id = :listId AND user_id = :userId FOR UPDATE")
  Optional<MemberRow> lock(UUID listId, String userId);

  /** The user's own memberships, locked in a fixed order to avoid deadlocks. */
  @Query(
      """
      SELECT m.* FROM tasks.members m JOIN tasks.lists l ON l.id = m.list_id
      WHERE m.user_id = tasks.app_user() AND l.deleted_at IS NULL
      ORDER BY m.list_id FOR UPDATE OF m
      """)
  List<MemberRow> lockOwn();

  /**
   * @param listIds of the user's lists in their new order, separated by commas
   */
  @Query(
      """
      UPDATE tasks.members m SET position = o.place - 1
      FROM unnest(CAST(string_to_array(:listIds, ',') AS uuid[])) WITH ORDINALITY AS o (id, place)
      WHERE m.list_id = o.id AND m.user_id = tasks.app_user() AND m.position IS DISTINCT FROM o.place - 1
      """)
  void reorder(String listIds);

  /** Inserts the owner as the list's first member, unless there is one. */
  @Query(
      """
      INSERT INTO tasks.members (list_id, user_id, role, position, joined_at)
      VALUES (:listId, :userId, 'OWNER', :position, :at)
      ON CONFLICT DO NOTHING
      """)
  void insertOwner(UUID listId, String userId, @Nullable Integer position, Instant at);

  @Query(
      """
      INSERT INTO tasks.members (list_id, user_id, role, joined_at) VALUES (:listId, :userId, :role, :at)
      ON CONFLICT (list_id, user_id) DO UPDATE SET role = excluded.role
      """)
  void put(UUID listId, String userId, String role, Instant at);

  @Query("DELETE FROM tasks.members WHERE list_id = :listId AND user_id = :userId")
  void remove(UUID listId, String userId);
}
