package dev.perennial.tasks.store.profile;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;

/** Row-level security limits every query to the rows of the transaction's user. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ErasureRows extends GenericRepository<ProfileRow, String> {

  @Query(
      "DELETE FROM tasks.tasks WHERE list_id IN (SELECT id FROM tasks.lists WHERE owner = :user)")
  void eraseTasks(String user);

  @Query(
      "DELETE FROM tasks.members WHERE list_id IN (SELECT id FROM tasks.lists WHERE owner = :user)")
  void eraseMembers(String user);

  /** The invitations to and by this user, and those to their own lists. */
  @Query(
      "DELETE FROM tasks.invitations WHERE user_id = :user OR invited_by = :user OR list_owner ="
          + " :user")
  void eraseInvitations(String user);

  @Query("DELETE FROM tasks.lists WHERE owner = :user")
  void eraseLists(String user);

  @Query("DELETE FROM tasks.profiles WHERE user_id = :user")
  void eraseProfile(String user);

  /** The rows stay for the limits, for 4 days at most; no link is valid any longer. */
  @Query("UPDATE tasks.email_confirmations SET token = NULL WHERE user_id = :user")
  void invalidateConfirmations(String user);

  @Query("INSERT INTO tasks.erasures (user_id, erased_at) VALUES (:user, :erasedAt)")
  void record(String user, Instant erasedAt);
}
