package dev.perennial.tasks.store.invitation;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Row-level security limits every query to the invitations to and by the transaction's user, and to
 * those of their lists.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface InvitationRows extends GenericRepository<InvitationRow, UUID> {

  @Query(
      """
      SELECT * FROM tasks.invitations WHERE user_id = :user AND state = 'PENDING'
      ORDER BY invited_at, list_id
      """)
  List<InvitationRow> toUser(String user);

  @Query(
      """
      SELECT * FROM tasks.invitations WHERE list_id = :listId AND state = 'PENDING'
      ORDER BY invited_at, user_id
      """)
  List<InvitationRow> ofList(UUID listId);

  @Query(
      """
      SELECT * FROM tasks.invitations WHERE list_id = :listId AND user_id = :user AND state = 'PENDING'
      FOR UPDATE
      """)
  Optional<InvitationRow> lock(UUID listId, String user);

  /** The invitations that the user has made since. */
  @Query(
      "SELECT count(*) FROM tasks.invitations WHERE invited_by = :inviter AND invited_at > :since")
  int countBy(String inviter, Instant since);

  /**
   * How often the user has declined since, of the invitations to this list and of those by this
   * user.
   */
  @Query(
      """
      SELECT count(*) FROM tasks.invitations
      WHERE user_id = :user AND state = 'DECLINED' AND answered_at > :since
        AND (list_id = :listId OR invited_by = :inviter)
      """)
  int countDeclined(String user, UUID listId, String inviter, Instant since);

  @Query(
      """
      INSERT INTO tasks.invitations
        (id, list_id, list_owner, list_name, user_id, role, invited_by, invited_at, state)
      VALUES (gen_random_uuid(), :listId, :listOwner, :listName, :user, :role, :inviter, :at, 'PENDING')
      """)
  void insert(
      UUID listId,
      String listOwner,
      String listName,
      String user,
      String role,
      String inviter,
      Instant at);

  /** Ends a pending invitation; only the limits need it afterwards, which need no text. */
  @Query(
      """
      UPDATE tasks.invitations SET state = :state, list_name = '', answered_at = :at
      WHERE id = :id AND state = 'PENDING'
      """)
  void end(UUID id, String state, Instant at);

  /** Deletes the invitations by this user that are in no limit any longer. */
  @Query(
      """
      DELETE FROM tasks.invitations
      WHERE invited_by = :inviter AND state <> 'PENDING' AND answered_at < :before
      """)
  void deleteEnded(String inviter, Instant before);

  /**
   * Makes the user a member, if they have a pending invitation. It is read by the same statement,
   * because the database refuses a member without one, and it may be withdrawn at any moment.
   */
  @Query(
      """
      INSERT INTO tasks.members (list_id, user_id, role, joined_at)
      SELECT list_id, user_id, role, :at FROM tasks.invitations
      WHERE list_id = :listId AND user_id = :user AND state = 'PENDING'
      ON CONFLICT DO NOTHING
      """)
  void insertMember(UUID listId, String user, Instant at);
}
