package dev.perennial.reminderscheduler.plan;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People, with their settings and the time of their next digest. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface PersonRows extends GenericRepository<PersonRow, String> {

  @Query(
      """
      INSERT INTO reminders.people (user_id, version, unsubscribe_token) VALUES (:userId, 0, gen_random_uuid())
      ON CONFLICT DO NOTHING
      """)
  int insertIfAbsent(String userId);

  @Query("SELECT * FROM reminders.people WHERE user_id = :userId")
  Optional<PersonRow> find(String userId);

  /** The person, whose settings cannot change until the commit. */
  @Query("SELECT * FROM reminders.people WHERE user_id = :userId FOR SHARE")
  Optional<PersonRow> lockShared(String userId);

  /**
   * As {@link #lockShared} for each of these people, in the order of their ids.
   *
   * @param users a JSON array
   */
  @Query(
      """
      SELECT * FROM reminders.people
      WHERE user_id = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST(:users AS jsonb))))
      ORDER BY user_id FOR SHARE
      """)
  List<PersonRow> lockAllShared(String users);

  @Query("SELECT * FROM reminders.people WHERE user_id = :userId FOR UPDATE")
  Optional<PersonRow> lock(String userId);

  @Query(
      "SELECT user_id FROM reminders.people WHERE user_id > :after ORDER BY user_id LIMIT :atMost")
  List<String> page(String after, int atMost);

  @Query(
      """
      UPDATE reminders.people SET version = :version, profile = :profile WHERE user_id = :userId
      """)
  void setProfile(String userId, long version, String profile);

  /** Only the time of the erasure remains, so that older events cannot restore anything. */
  @Query(
      """
      UPDATE reminders.people
      SET version = 0, profile = NULL, unsubscribe_token = gen_random_uuid(), unsubscribed = '{}',
          digest_date = NULL, digest_at = NULL, erased_at = :at
      WHERE user_id = :userId
      """)
  void erase(String userId, Instant at);

  @Query(
      """
      UPDATE reminders.people SET digest_date = :date, digest_at = :at WHERE user_id = :userId
      """)
  void setDigest(String userId, @Nullable LocalDate date, @Nullable Instant at);

  /** Locks people whose digest is due, the earliest first; skips those locked by others. */
  @Query(
      """
      SELECT * FROM reminders.people WHERE digest_at <= :until
      ORDER BY digest_at LIMIT :atMost FOR UPDATE SKIP LOCKED
      """)
  List<PersonRow> lockDueDigests(Instant until, int atMost);

  @Query("UPDATE reminders.people SET unsubscribed = '{}' WHERE user_id = :userId")
  void clearUnsubscribed(String userId);
}
