package dev.perennial.syncpush.store.feed;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements on feeds. Lists of users, numbers or events are passed as JSON arrays. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FeedRows extends GenericRepository<FeedRow, String> {

  /**
   * Locks the feeds of these users until the transaction ends, and creates those that do not exist.
   * The locks are taken in the order of the user ids, so that transactions cannot deadlock.
   *
   * @param users a JSON array
   */
  @Query(
      """
      WITH locked AS (
        INSERT INTO sync.feeds AS feed (user_id, latest, oldest, trimmed_at)
        SELECT user_id, 0, 1, :now FROM jsonb_array_elements_text(CAST(:users AS jsonb)) AS user_id ORDER BY user_id
        ON CONFLICT (user_id) DO UPDATE SET trimmed_at = coalesce(feed.trimmed_at, excluded.trimmed_at)
        RETURNING user_id, latest
      )
      SELECT user_id, latest FROM locked
      """)
  List<FeedRow> lock(String users, Instant now);

  /**
   * Stores which of these users are members of a list, unless a newer version is known.
   *
   * @param users the event's audience, a JSON array
   * @param members the list's members, a JSON array
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
  void upsertMembers(String listId, long version, String users, String members);

  /**
   * Inserts events in the feeds of their audiences, which must be locked, under the next numbers.
   * Each event is stored once, and each feed refers to it.
   *
   * <p>An event is left out of a feed that has it already, of the feed of a user whom a newer event
   * removed from all its lists, and of the feed of a user who was deleted after it happened.
   *
   * <p>{@code OFFSET 0} and {@code LIMIT 1} make Postgres look up each event in an index. It
   * assumes that the parameter has 100 events, for which it reads small tables as a whole.
   *
   * @param events a JSON array of the events in their order, as {@link Feeds} writes them
   */
  @Query(
      """
      WITH events AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(CAST(:events AS jsonb)) AS e (
          position int, event_id text, source text, type text, time timestamptz, subject text, actor text, data text,
          audience jsonb, owner text, lists jsonb, version bigint)
      ), numbered AS MATERIALIZED (
        SELECT e.position, e.source, e.event_id, f.user_id, f.latest + row_number() OVER (PARTITION BY f.user_id ORDER BY e.position) AS seq
        FROM events e
        CROSS JOIN LATERAL jsonb_array_elements_text(e.audience) AS a (user_id)
        JOIN sync.feeds f ON f.user_id = a.user_id AND (f.erased_at IS NULL OR f.erased_at < e.time)
        WHERE NOT EXISTS (
            SELECT FROM sync.events v JOIN sync.entries known ON known.event = v.number
            WHERE v.source = e.source AND v.event_id = e.event_id AND known.user_id = f.user_id OFFSET 0)
          AND (f.user_id IS NOT DISTINCT FROM e.owner OR NOT EXISTS (
            SELECT FROM sync.members m
            WHERE m.user_id = f.user_id AND m.list_id IN (SELECT jsonb_array_elements_text(e.lists))
            HAVING bool_and(NOT m.member) AND max(m.version) > coalesce(e.version, 0)))
      ), stored AS (
        INSERT INTO sync.events (source, event_id, type, time, subject, actor, data)
        SELECT source, event_id, type, time, subject, actor, data FROM events
        WHERE position IN (SELECT position FROM numbered) ORDER BY position
        ON CONFLICT (source, event_id) DO NOTHING
        RETURNING number, source, event_id
      ), known AS (
        SELECT number, source, event_id FROM stored
        UNION ALL
        SELECT v.number, v.source, v.event_id FROM events e CROSS JOIN LATERAL (
          SELECT number, source, event_id FROM sync.events
          WHERE source = e.source AND event_id = e.event_id LIMIT 1) v
      ), inserted AS (
        INSERT INTO sync.entries (user_id, seq, event, stored_at)
        SELECT n.user_id, n.seq, k.number, :now FROM numbered n JOIN known k USING (source, event_id)
        RETURNING user_id, seq
      ), counted AS (
        UPDATE sync.feeds f SET latest = n.latest
        FROM (SELECT user_id, max(seq) AS latest FROM numbered GROUP BY user_id) n WHERE f.user_id = n.user_id
      )
      SELECT n.user_id, n.position, n.seq FROM numbered n JOIN inserted USING (user_id, seq) ORDER BY n.position
      """)
  List<InsertedRow> insertEntries(String events, Instant now);

  /**
   * Deletes the entries of a user that are past their retention. {@code oldest} never decreases: of
   * two concurrent trims the second may have computed its bound before the first committed.
   *
   * @return the numbers of the events of which entries were deleted
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
        RETURNING e.event
      )
      SELECT event FROM removed
      """)
  List<Long> trim(String user, int rows, Instant since, Instant now);

  /**
   * The users whose feeds are not empty and were trimmed before this instant, the longest ago
   * first. Their feeds are locked until the transaction ends; feeds that are locked already are
   * skipped.
   */
  @Query(
      """
      SELECT user_id FROM sync.feeds WHERE trimmed_at < :before ORDER BY trimmed_at
      LIMIT :limit FOR UPDATE SKIP LOCKED
      """)
  List<String> lockNotTrimmedSince(Instant before, int limit);

  /**
   * @param since entries stored before this are past their retention
   */
  @Query(
      """
      SELECT f.user_id, f.latest, f.oldest, EXISTS (
        SELECT FROM sync.entries e WHERE e.user_id = f.user_id AND e.seq = f.oldest AND e.stored_at < :since) AS expired
      FROM sync.feeds f WHERE f.user_id = :user
      """)
  Optional<BoundsRow> bounds(String user, Instant since);

  /**
   * @param users a JSON array
   */
  @Query(
      """
      SELECT user_id, latest FROM sync.feeds
      WHERE user_id IN (SELECT jsonb_array_elements_text(CAST(:users AS jsonb)))
      """)
  List<FeedRow> findAll(String users);

  /**
   * Empties a user's feed and stores when the user was deleted, so that events from before that are
   * ignored. The numbers are not used again.
   *
   * @return 1, or 0 if the user was deleted at this time or later already
   */
  @Query(
      """
      INSERT INTO sync.feeds AS feed (user_id, latest, oldest, trimmed_at, erased_at) VALUES (:user, 0, 1, NULL, :at)
      ON CONFLICT (user_id) DO UPDATE
        SET oldest = feed.latest + 1, trimmed_at = NULL, erased_at = excluded.erased_at
        WHERE feed.erased_at IS NULL OR feed.erased_at < excluded.erased_at
      """)
  int erase(String user, Instant at);

  @Query("DELETE FROM sync.members WHERE user_id = :user")
  void deleteMemberships(String user);

  @Query("SELECT CAST(pg_notify(:channel, :payload) AS text)")
  String notifyChannel(String channel, String payload);
}
