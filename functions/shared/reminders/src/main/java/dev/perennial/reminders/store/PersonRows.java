package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface PersonRows extends GenericRepository<PersonRow, String> {

  @Query(
      """
      INSERT INTO reminders.people (user_id, version, unsubscribe_token) VALUES (:userId, 0, gen_random_uuid())
      ON CONFLICT DO NOTHING
      """)
  int make(String userId);

  @Query("SELECT * FROM reminders.people WHERE user_id = :userId")
  Optional<PersonRow> find(String userId);

  /** The person, whose settings do not change before the transaction ends. */
  @Query("SELECT * FROM reminders.people WHERE user_id = :userId FOR SHARE")
  Optional<PersonRow> keep(String userId);

  @Query("SELECT * FROM reminders.people WHERE user_id = :userId FOR UPDATE")
  Optional<PersonRow> lock(String userId);

  @Query(
      "SELECT user_id FROM reminders.people WHERE user_id > :after ORDER BY user_id LIMIT :atMost")
  List<String> page(String after, int atMost);

  @Query(
      """
      UPDATE reminders.people SET version = :version, profile = :profile WHERE user_id = :userId
      """)
  void tell(String userId, long version, String profile);

  /** Nothing stays but when it was, so that an older event cannot bring anything back. */
  @Query(
      """
      UPDATE reminders.people
      SET version = 0, profile = NULL, unsubscribe_token = gen_random_uuid(), unsubscribed = '{}',
          digest_date = NULL, digest_at = NULL, erased_at = :at
      WHERE user_id = :userId
      """)
  void forget(String userId, Instant at);

  @Query(
      """
      UPDATE reminders.people SET digest_date = :date, digest_at = :at WHERE user_id = :userId
      """)
  void setDigest(String userId, @Nullable LocalDate date, @Nullable Instant at);

  /** Those whose digest is due, held by this transaction alone. */
  @Query(
      """
      SELECT * FROM reminders.people WHERE digest_at <= :until
      ORDER BY digest_at LIMIT :atMost FOR UPDATE SKIP LOCKED
      """)
  List<PersonRow> claimDigests(Instant until, int atMost);

  @Query("UPDATE reminders.people SET unsubscribed = '{}' WHERE user_id = :userId")
  void subscribe(String userId);

  @Query(
      """
      UPDATE reminders.people SET unsubscribed = array_append(array_remove(unsubscribed, :kind), :kind)
      WHERE unsubscribe_token = :token
      """)
  int unsubscribe(UUID token, String kind);

  @Query("SELECT count(*) FROM reminders.people WHERE unsubscribe_token = :token")
  long countByToken(UUID token);
}
