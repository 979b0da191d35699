package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on feeds; several users or numbers go into one as JSON. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FeedRows extends GenericRepository<FeedRow, String> {

  /**
   * Takes the next number of each of these users' feeds, and holds the feeds until the transaction
   * ends; in one order for all who do, so that none wait for each other. Who is erased since gets
   * none.
   *
   * @param users a JSON array
   */
  @Query(
      """
      WITH numbered AS (
        INSERT INTO sync.feeds AS feed (user_id, latest, oldest, trimmed_at)
        SELECT user_id, 1, 1, :now FROM jsonb_array_elements_text(CAST(:users AS jsonb)) AS user_id ORDER BY user_id
        ON CONFLICT (user_id) DO UPDATE SET latest = feed.latest + 1
          WHERE feed.erased_at IS NULL OR feed.erased_at < :time
        RETURNING user_id, latest, oldest, trimmed_at
      )
      SELECT user_id, latest, oldest, trimmed_at FROM numbered
      """)
  List<FeedRow> number(String users, Instant time, Instant now);

  /**
   * Keeps who is in a list, unless something newer is known.
   *
   * @param users those it is told of, a JSON array
   * @param members those of them who are in it, a JSON array
   */
  @Query(
      """
      INSERT INTO sync.members AS known (user_id, list_id, version, member)
      SELECT user_id, :listId, :version,
             user_id IN (SELECT jsonb_array_elements_text(CAST(:members AS jsonb)))
      FROM jsonb_array_elements_text(CAST(:users AS jsonb)) AS user_id
      ON CONFLICT (user_id, list_id) DO UPDATE SET version = excluded.version, member = excluded.member
        WHERE known.version < excluded.version
      """)
  void keepMembers(String listId, long version, String users, String members);

  /**
   * Enters an event under these numbers, but not for who was taken out of its lists by something
   * newer, nor for who has it.
   *
   * @param numbers a JSON array of {user_id, seq}
   * @param lists a JSON array
   * @param version of the list, if it is an event of the list itself: its own removals reach those
   *     who are removed
   * @return the users who have it now
   */
  @Query(
      """
      WITH entered AS (
        INSERT INTO sync.entries
          (user_id, seq, event_id, source, type, time, subject, actor, data, stored_at)
        SELECT n.user_id, n.seq, :eventId, :source, :type, :time, :subject, :actor, :data, :now
        FROM jsonb_to_recordset(CAST(:numbers AS jsonb)) AS n (user_id text, seq bigint)
        WHERE n.user_id IS NOT DISTINCT FROM CAST(:owner AS text) OR NOT EXISTS (
          SELECT FROM sync.members m
          WHERE m.user_id = n.user_id
            AND m.list_id IN (SELECT jsonb_array_elements_text(CAST(:lists AS jsonb)))
          HAVING bool_and(NOT m.member) AND max(m.version) > coalesce(CAST(:version AS bigint), 0))
        ON CONFLICT (user_id, source, event_id) DO NOTHING
        RETURNING user_id
      )
      SELECT user_id FROM entered
      """)
  List<String> enter(
      String numbers,
      String eventId,
      String source,
      String type,
      Instant time,
      @Nullable String subject,
      @Nullable String actor,
      String data,
      @Nullable String owner,
      String lists,
      @Nullable Long version,
      Instant now);

  /** Gives back the numbers that were taken and not used; the feeds are still held. */
  @Query(
      """
      UPDATE sync.feeds SET latest = latest - 1
      WHERE user_id IN (SELECT jsonb_array_elements_text(CAST(:users AS jsonb)))
      """)
  void giveBack(String users);

  /** Removes what is too old or too much, and keeps from where on the feed is whole. */
  @Query(
      """
      WITH kept AS (
        SELECT greatest(latest - :rows + 1, oldest, coalesce(
                 (SELECT e.seq FROM sync.entries e
                  WHERE e.user_id = :user AND e.stored_at >= :since ORDER BY e.seq LIMIT 1),
                 latest + 1)) AS first
        FROM sync.feeds WHERE user_id = :user
      ), removed AS (
        DELETE FROM sync.entries e USING kept WHERE e.user_id = :user AND e.seq < kept.first
      ), kept_from AS (
        UPDATE sync.feeds SET oldest = kept.first, trimmed_at = :now FROM kept WHERE user_id = :user
        RETURNING oldest
      )
      SELECT oldest FROM kept_from
      """)
  Optional<Long> trim(String user, int rows, Instant since, Instant now);

  @Query("SELECT user_id, latest, oldest, trimmed_at FROM sync.feeds WHERE user_id = :user")
  Optional<FeedRow> find(String user);

  /**
   * @param users a JSON array
   */
  @Query(
      """
      SELECT user_id, latest, oldest, trimmed_at FROM sync.feeds
      WHERE user_id IN (SELECT jsonb_array_elements_text(CAST(:users AS jsonb)))
      """)
  List<FeedRow> findAll(String users);

  /** Ends what was, and keeps out what comes late of it; the numbers go on. */
  @Query(
      """
      INSERT INTO sync.feeds AS feed (user_id, latest, oldest, trimmed_at, erased_at) VALUES (:user, 0, 1, :now, :at)
      ON CONFLICT (user_id) DO UPDATE
        SET oldest = feed.latest + 1, erased_at = greatest(feed.erased_at, excluded.erased_at)
      """)
  void erase(String user, Instant at, Instant now);

  @Query("DELETE FROM sync.members WHERE user_id = :user")
  void eraseMemberships(String user);

  @Query("SELECT CAST(pg_notify(:channel, :payload) AS text)")
  String tell(String channel, String payload);
}
