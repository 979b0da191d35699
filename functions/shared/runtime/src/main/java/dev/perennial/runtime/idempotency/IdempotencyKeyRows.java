package dev.perennial.runtime.idempotency;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface IdempotencyKeyRows extends GenericRepository<IdempotencyKeyRow, String> {

  /**
   * Enters the key, if nobody has and nobody is about to, and removes a few of the user's that are
   * too old. The advisory lock ends with the transaction, so it cannot outlive a crash, and unlike
   * the row's own lock it can be asked for without waiting. A collision of the hash only makes a
   * request come back later.
   *
   * @param oldest what was entered before is as if it had not been
   * @return FIRST, RUNNING, OTHER or SAME
   */
  @Query(
      """
      WITH asked AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', 'idempotency', current_user, :user, :key), 0)) AS locked
      ), removed AS (
        DELETE FROM runtime.idempotency_keys WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM runtime.idempotency_keys
          WHERE user_id = :user AND created_at <= :oldest AND key <> :key
          ORDER BY created_at LIMIT 5 FOR UPDATE SKIP LOCKED))
      ), entered AS (
        INSERT INTO runtime.idempotency_keys AS known (user_id, key, fingerprint, created_at)
        SELECT :user, :key, :fingerprint, :now FROM asked WHERE locked
        ON CONFLICT (consumer, user_id, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, created_at = excluded.created_at,
              status = NULL, headers = NULL, body = NULL, running_until = NULL
          WHERE known.created_at <= :oldest
        RETURNING 1
      )
      SELECT CASE
        WHEN EXISTS (SELECT FROM entered) THEN 'FIRST'
        WHEN NOT locked THEN 'RUNNING'
        ELSE coalesce(
          (SELECT CASE fingerprint WHEN :fingerprint THEN 'SAME' ELSE 'OTHER' END
           FROM runtime.idempotency_keys WHERE user_id = :user AND key = :key),
          'RUNNING')
      END FROM asked
      """)
  String enter(String user, String key, byte[] fingerprint, Instant now, Instant oldest);

  /**
   * Begins what is answered when it is over, unless it is answered, or somebody is at it.
   *
   * @return how many begin it: one or none
   */
  @Query(
      """
      UPDATE runtime.idempotency_keys SET running_until = :until
      WHERE user_id = :user AND key = :key AND status IS NULL
        AND (running_until IS NULL OR running_until <= :now)
      """)
  int begin(String user, String key, Instant now, Instant until);

  /**
   * It is not over and not answered: whoever comes may begin it anew.
   *
   * @param until as it was begun
   */
  @Query(
      """
      UPDATE runtime.idempotency_keys SET running_until = NULL
      WHERE user_id = :user AND key = :key AND running_until = :until
      """)
  void breakOff(String user, String key, Instant until);

  /**
   * @return how many answers are kept: none if there is one, or the key is not this request's
   */
  @Query(
      """
      UPDATE runtime.idempotency_keys
      SET status = :status, headers = :headers, body = :body, running_until = NULL
      WHERE user_id = :user AND key = :key AND fingerprint = :fingerprint AND status IS NULL
      """)
  int keep(String user, String key, byte[] fingerprint, int status, String headers, byte[] body);

  @Query(
      """
      SELECT key, status, headers, body FROM runtime.idempotency_keys
      WHERE user_id = :user AND key = :key AND status IS NOT NULL
      """)
  Optional<IdempotencyKeyRow> answered(String user, String key);

  @Query("DELETE FROM runtime.idempotency_keys WHERE user_id = :user")
  void forget(String user);
}
