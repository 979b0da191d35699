package dev.perennial.api.idempotency;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface IdempotencyKeyRows extends GenericRepository<IdempotencyKeyRow, String> {

  /**
   * Stores the key unless it is stored already or another request is about to store it. Deletes up
   * to five expired keys of the user. The advisory lock ends with the transaction, so it does not
   * outlive a crash. Unlike the row's lock it can be tried without waiting. The worst effect of a
   * hash collision is a 409, after which the client may retry.
   *
   * @param oldest keys stored at or before this instant have expired
   */
  @Query(
      """
      WITH lock_attempt AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', 'idempotency', current_user, :user, :key), 0)) AS locked
      ), removed AS (
        DELETE FROM runtime.idempotency_keys WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM runtime.idempotency_keys
          WHERE user_id = :user AND created_at <= :oldest AND key <> :key
          ORDER BY created_at LIMIT 5 FOR UPDATE SKIP LOCKED))
      ), entered AS (
        INSERT INTO runtime.idempotency_keys AS known (user_id, key, fingerprint, created_at)
        SELECT :user, :key, :fingerprint, :now FROM lock_attempt WHERE locked
        ON CONFLICT (consumer, user_id, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, created_at = excluded.created_at,
              status = NULL, headers = NULL, body = NULL, running_until = NULL
          WHERE known.created_at <= :oldest
        RETURNING 1
      )
      SELECT CASE
        WHEN EXISTS (SELECT FROM entered) THEN 'ACQUIRED'
        WHEN NOT locked THEN 'IN_PROGRESS'
        ELSE coalesce(
          (SELECT CASE fingerprint WHEN :fingerprint THEN 'SAME_REQUEST' ELSE 'OTHER_REQUEST' END
           FROM runtime.idempotency_keys WHERE user_id = :user AND key = :key),
          'IN_PROGRESS')
      END FROM lock_attempt
      """)
  KeyState enter(String user, String key, byte[] fingerprint, Instant now, Instant oldest);

  /**
   * Marks a request of several transactions as in progress until an instant, unless it has a
   * response or is in progress.
   *
   * @return 1 if it was marked, else 0
   */
  @Query(
      """
      UPDATE runtime.idempotency_keys SET running_until = :until
      WHERE user_id = :user AND key = :key AND status IS NULL
        AND (running_until IS NULL OR running_until <= :now)
      """)
  int begin(String user, String key, Instant now, Instant until);

  /**
   * Removes the mark without storing a response, so that the request may be executed again.
   *
   * @param until the value given to {@link #begin}
   */
  @Query(
      """
      UPDATE runtime.idempotency_keys SET running_until = NULL
      WHERE user_id = :user AND key = :key AND running_until = :until
      """)
  void release(String user, String key, Instant until);

  /**
   * Stores the response.
   *
   * @return 1 if it was stored; 0 if there is one already or the key belongs to another request
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
  Optional<IdempotencyKeyRow> withResponse(String user, String key);

  @Query("DELETE FROM runtime.idempotency_keys WHERE user_id = :user")
  void erase(String user);
}
