package dev.perennial.tasks.store;

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
        SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', 'idempotency', :user, :key), 0)) AS locked
      ), removed AS (
        DELETE FROM tasks.idempotency_keys WHERE (user_id, key) IN (
          SELECT user_id, key FROM tasks.idempotency_keys
          WHERE user_id = :user AND created_at <= :oldest AND key <> :key
          ORDER BY created_at LIMIT 5 FOR UPDATE SKIP LOCKED)
      ), entered AS (
        INSERT INTO tasks.idempotency_keys AS known (user_id, key, fingerprint, created_at)
        SELECT :user, :key, :fingerprint, :now FROM asked WHERE locked
        ON CONFLICT (user_id, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, created_at = excluded.created_at,
              status = NULL, headers = NULL, body = NULL
          WHERE known.created_at <= :oldest
        RETURNING 1
      )
      SELECT CASE
        WHEN EXISTS (SELECT FROM entered) THEN 'FIRST'
        WHEN NOT locked THEN 'RUNNING'
        ELSE coalesce(
          (SELECT CASE fingerprint WHEN :fingerprint THEN 'SAME' ELSE 'OTHER' END
           FROM tasks.idempotency_keys WHERE user_id = :user AND key = :key),
          'RUNNING')
      END FROM asked
      """)
  String enter(String user, String key, byte[] fingerprint, Instant now, Instant oldest);

  @Query(
      """
      UPDATE tasks.idempotency_keys SET status = :status, headers = :headers, body = :body
      WHERE user_id = :user AND key = :key
      """)
  void keep(String user, String key, int status, String headers, byte[] body);

  @Query(
      """
      SELECT key, status, headers, body FROM tasks.idempotency_keys
      WHERE user_id = :user AND key = :key AND status IS NOT NULL
      """)
  Optional<IdempotencyKeyRow> answered(String user, String key);
}
