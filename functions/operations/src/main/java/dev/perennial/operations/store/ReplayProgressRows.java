package dev.perennial.operations.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** How far replays are, and what the ledgers say about the events that they read. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ReplayProgressRows extends GenericRepository<PartitionRow, String> {

  @Query(
      """
      SELECT topic, number, begin_offset, next_offset, end_offset FROM operations.replay_partitions
      WHERE replay = :replay ORDER BY topic, number
      """)
  List<PartitionRow> partitions(UUID replay);

  /**
   * Stores how far the partitions are read.
   *
   * @param partitions a JSON array of objects: topic, number, begin_offset, next_offset, end_offset
   */
  @Query(
      """
      INSERT INTO operations.replay_partitions (replay, topic, number, begin_offset, next_offset, end_offset)
      SELECT :replay, p.topic, p.number, p.begin_offset, p.next_offset, p.end_offset
      FROM jsonb_to_recordset(CAST(:partitions AS jsonb))
        AS p (topic text, number integer, begin_offset bigint, next_offset bigint, end_offset bigint)
      ON CONFLICT (replay, topic, number) DO UPDATE SET next_offset = excluded.next_offset
      """)
  void store(UUID replay, String partitions);

  @Query(
      """
      SELECT event_type, answer, events FROM operations.replay_counts WHERE replay = :replay
      ORDER BY event_type, answer
      """)
  List<CountRow> counts(UUID replay);

  /**
   * Adds to the counts.
   *
   * @param counts a JSON array of objects: event_type, answer, events
   */
  @Query(
      """
      INSERT INTO operations.replay_counts AS known (replay, event_type, answer, events)
      SELECT :replay, c.event_type, c.answer, c.events
      FROM jsonb_to_recordset(CAST(:counts AS jsonb)) AS c (event_type text, answer text, events bigint)
      ON CONFLICT (replay, event_type, answer) DO UPDATE SET events = known.events + excluded.events
      """)
  void count(UUID replay, String counts);

  /**
   * What the ledgers say. An event of a person who has erased themself since is ERASED, unless it
   * is that erasure.
   *
   * @param events a JSON array of objects: index, consumer, source, event_id, type, owner, time
   */
  @Query(
      """
      SELECT e.index, CASE
        WHEN l.state IS NOT NULL THEN l.state
        WHEN e.type <> 'dev.perennial.profile.deleted.v1' AND tasks.erased_at(e.owner, e.time) IS NOT NULL THEN 'ERASED'
        ELSE 'MISSING' END AS answer
      FROM jsonb_to_recordset(CAST(:events AS jsonb)) AS e
        (index integer, consumer text, source text, event_id text, type text, owner text, time timestamptz)
      LEFT JOIN runtime.states_of(CAST(:events AS jsonb)) l
        ON l.consumer = e.consumer AND l.source = e.source AND l.event_id = e.event_id
      ORDER BY e.index
      """)
  List<AnswerRow> answers(String events);
}
