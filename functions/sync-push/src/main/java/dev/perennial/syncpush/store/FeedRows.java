package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements on feeds; several users or numbers go into one as JSON. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FeedRows extends GenericRepository<FeedRow, String> {

  /**
   * Holds the feeds of these users until the transaction ends, and makes those that are not there;
   * in one order for all who do, so that none wait for each other.
   *
   * @param users a JSON array
   */
  @Query(
      """
      WITH held AS (
        INSERT INTO sync.feeds AS feed (user_id, latest, oldest, trimmed_at)
        SELECT user_id, 0, 1, :now FROM jsonb_array_elements_text(CAST(:users AS jsonb)) AS user_id ORDER BY user_id
        ON CONFLICT (user_id) DO UPDATE SET trimmed_at = coalesce(feed.trimmed_at, excluded.trimmed_at)
        RETURNING user_id, latest
      )
      SELECT user_id, latest FROM held
      """)
  List<FeedRow> hold(String users, Instant now);

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
   * Enters events in the feeds of those they concern, which are held, under the next numbers; but
   * not for who was taken out of its lists by something newer, nor for who has it or is erased
   * since.
   *
   * @param events a JSON array: the events in their order, as {@link Feeds} writes them
   */
  @Query(
      """
      WITH events AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(CAST(:events AS jsonb)) AS e (
          which int, event_id text, source text, type text, time timestamptz, subject text, actor text, data text,
          audience jsonb, owner text, lists jsonb, version bigint)
      ), numbered AS MATERIALIZED (
        SELECT e.*, f.user_id, f.latest + row_number() OVER (PARTITION BY f.user_id ORDER BY e.which) AS seq
        FROM events e
        CROSS JOIN LATERAL jsonb_array_elements_text(e.audience) AS a (user_id)
        JOIN sync.feeds f ON f.user_id = a.user_id AND (f.erased_at IS NULL OR f.erased_at < e.time)
        WHERE NOT EXISTS (
            SELECT FROM sync.entries known
            WHERE known.user_id = f.user_id AND known.source = e.source AND known.event_id = e.event_id)
          AND (f.user_id IS NOT DISTINCT FROM e.owner OR NOT EXISTS (
            SELECT FROM sync.members m
            WHERE m.user_id = f.user_id AND m.list_id IN (SELECT jsonb_array_elements_text(e.lists))
            HAVING bool_and(NOT m.member) AND max(m.version) > coalesce(e.version, 0)))
      ), entered AS (
        INSERT INTO sync.entries
          (user_id, seq, event_id, source, type, time, subject, actor, data, stored_at)
        SELECT user_id, seq, event_id, source, type, time, subject, actor, data, :now FROM numbered
        RETURNING user_id, seq
      ), counted AS (
        UPDATE sync.feeds f SET latest = n.latest
        FROM (SELECT user_id, max(seq) AS latest FROM numbered GROUP BY user_id) n WHERE f.user_id = n.user_id
      )
      SELECT n.user_id, n.which, n.seq FROM numbered n JOIN entered USING (user_id, seq) ORDER BY n.which
      """)
  List<PlacedRow> enter(String events, Instant now);

  /**
   * Removes what is too old or too much, and keeps from where on the feed is whole. Of two who do
   * so at once the second may have looked before the first was done: it takes nothing back.
   */
  @Query(
      """
      WITH kept AS (
        SELECT greatest(latest - :rows + 1, oldest, coalesce(
                 (SELECT e.seq FROM sync.entries e
                  WHERE e.user_id = :user AND e.stored_at >= :since ORDER BY e.seq LIMIT 1),
                 latest + 1)) AS first
        FROM sync.feeds WHERE user_id = :user
      ), kept_from AS (
        UPDATE sync.feeds f SET oldest = greatest(f.oldest, kept.first),
          trimmed_at = CASE WHEN greatest(f.oldest, kept.first) <= f.latest THEN CAST(:now AS timestamptz) END
        FROM kept WHERE user_id = :user
        RETURNING f.oldest
      ), removed AS (
        DELETE FROM sync.entries e USING kept_from k WHERE e.user_id = :user AND e.seq < k.oldest
      )
      SELECT oldest FROM kept_from
      """)
  Optional<Long> trim(String user, int rows, Instant since, Instant now);

  /**
   * Feeds that hold something and were not looked at since; they are held until the transaction
   * ends, but for those that somebody else holds.
   */
  @Query(
      """
      SELECT user_id FROM sync.feeds WHERE trimmed_at < :lookedAt ORDER BY trimmed_at
      LIMIT :atMost FOR UPDATE SKIP LOCKED
      """)
  List<String> notLookedAtSince(Instant lookedAt, int atMost);

  /**
   * @param since what was stored before is too old
   */
  @Query(
      """
      SELECT f.user_id, f.latest, f.oldest, EXISTS (
        SELECT FROM sync.entries e WHERE e.user_id = f.user_id AND e.seq = f.oldest AND e.stored_at < :since) AS outlived
      FROM sync.feeds f WHERE f.user_id = :user
      """)
  Optional<EndsRow> find(String user, Instant since);

  /**
   * @param users a JSON array
   */
  @Query(
      """
      SELECT user_id, latest FROM sync.feeds
      WHERE user_id IN (SELECT jsonb_array_elements_text(CAST(:users AS jsonb)))
      """)
  List<FeedRow> findAll(String users);

  /** Ends what was, and keeps out what comes late of it; the numbers go on. */
  @Query(
      """
      INSERT INTO sync.feeds AS feed (user_id, latest, oldest, trimmed_at, erased_at) VALUES (:user, 0, 1, NULL, :at)
      ON CONFLICT (user_id) DO UPDATE
        SET oldest = feed.latest + 1, trimmed_at = NULL, erased_at = greatest(feed.erased_at, excluded.erased_at)
      """)
  void erase(String user, Instant at);

  @Query("DELETE FROM sync.members WHERE user_id = :user")
  void eraseMemberships(String user);

  @Query("SELECT CAST(pg_notify(:channel, :payload) AS text)")
  String tell(String channel, String payload);
}
