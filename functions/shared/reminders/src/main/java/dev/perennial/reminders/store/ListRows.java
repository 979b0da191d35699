package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ListRows extends GenericRepository<ListRow, UUID> {

  @Query(
      """
      INSERT INTO reminders.lists (list_id, version) VALUES (:listId, 0) ON CONFLICT DO NOTHING
      """)
  int make(UUID listId);

  /** The list as this person sees it, whose members do not change before the transaction ends. */
  @Query(
      """
      SELECT list_id, version, :userId = ANY (members) AS member, changed_at
      FROM reminders.lists WHERE list_id = :listId FOR SHARE
      """)
  Optional<ListRow> keep(UUID listId, String userId);

  /** The lists that the person is a member of, held in the order of their ids. */
  @Query(
      """
      SELECT list_id FROM reminders.lists WHERE members @> ARRAY[CAST(:userId AS text)]
      ORDER BY list_id FOR UPDATE
      """)
  List<UUID> lockOf(String userId);

  @Query(
      """
      UPDATE reminders.lists SET members = array_remove(members, :userId)
      WHERE members @> ARRAY[CAST(:userId AS text)]
      """)
  void leave(String userId);

  /**
   * Keeps the members, and the list's lock, if they are newer than what is known.
   *
   * @param members a JSON array of user ids
   * @return how many were kept: none if the same or newer ones are known
   */
  @Query(
      """
      INSERT INTO reminders.lists AS known (list_id, version, members, changed_at)
      VALUES (:listId, :version, ARRAY(SELECT jsonb_array_elements_text(CAST(:members AS jsonb))), :changedAt)
      ON CONFLICT (list_id) DO UPDATE
        SET version = excluded.version, members = excluded.members, changed_at = excluded.changed_at
        WHERE known.version < excluded.version
      """)
  int put(UUID listId, long version, String members, Instant changedAt);
}
