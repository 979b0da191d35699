package dev.perennial.reminderscheduler.plan;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The members of lists, from the newest sharing event of each. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ListRows extends GenericRepository<MembershipRow, UUID> {

  @Query(
      """
      INSERT INTO reminders.lists (list_id, version) VALUES (:listId, 0) ON CONFLICT DO NOTHING
      """)
  int insertIfAbsent(UUID listId);

  /**
   * The memberships of people in lists; they cannot change until the commit. Locks in the order of
   * the lists' ids.
   *
   * @param pairs a JSON array of objects: list_id, user_id
   */
  @Query(
      """
      SELECT l.list_id, p.user_id, l.version, p.user_id = ANY (l.members) AS member, l.changed_at
      FROM jsonb_to_recordset(CAST(:pairs AS jsonb)) AS p (list_id uuid, user_id text)
      JOIN reminders.lists l ON l.list_id = p.list_id
      ORDER BY l.list_id FOR SHARE OF l
      """)
  List<MembershipRow> lockShared(String pairs);

  /** Locks the lists that the person is a member of, in the order of their ids. */
  @Query(
      """
      SELECT list_id FROM reminders.lists WHERE members @> ARRAY[CAST(:userId AS text)]
      ORDER BY list_id FOR UPDATE
      """)
  List<UUID> lockOfMember(String userId);

  @Query(
      """
      UPDATE reminders.lists SET members = array_remove(members, :userId)
      WHERE members @> ARRAY[CAST(:userId AS text)]
      """)
  void removeMember(String userId);

  /**
   * Stores the members and locks the list, if this version is newer than the stored one.
   *
   * @param members a JSON array of user ids
   * @return 1, or 0 if the stored version is the same or newer
   */
  @Query(
      """
      INSERT INTO reminders.lists AS known (list_id, version, members, changed_at)
      VALUES (:listId, :version, ARRAY(SELECT jsonb_array_elements_text(CAST(:members AS jsonb))), :changedAt)
      ON CONFLICT (list_id) DO UPDATE
        SET version = excluded.version, members = excluded.members, changed_at = excluded.changed_at
        WHERE known.version < excluded.version
      """)
  int putIfNewer(UUID listId, long version, String members, Instant changedAt);
}
