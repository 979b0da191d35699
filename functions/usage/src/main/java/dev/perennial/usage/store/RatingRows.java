package dev.perennial.usage.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** The statements that rebuild an hour. They decide in one place what is billed and what is not. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface RatingRows extends GenericRepository<RatedRow, Boolean> {

  /** Locks out the rating of other instances until the transaction ends. */
  @Query("SELECT * FROM usage.rating FOR UPDATE")
  RatedRow lock();

  @Query("UPDATE usage.rating SET recorded_to = :recordedTo")
  void setRecordedTo(Instant recordedTo);

  /**
   * The hours of which something was recorded since then, of those that still have all records; and
   * the hours of later successes of the same events, which are duplicates now.
   */
  @Query(
      """
      SELECT date_trunc('hour', started_at, 'UTC') FROM usage.invocations
      WHERE recorded_at > :since AND started_at >= :oldest
      UNION SELECT date_trunc('hour', l.started_at, 'UTC') FROM usage.invocations i
      JOIN usage.invocations l ON l.event_id = i.event_id AND l.event_source = i.event_source
        AND l.function = i.function AND l.started_at > i.started_at AND l.outcome = 'done'
      WHERE i.recorded_at > :since AND i.started_at >= :oldest AND i.event_id IS NOT NULL AND i.outcome = 'done'
      ORDER BY 1
      """)
  List<Instant> changedHours(Instant since, Instant oldest);

  /** How many records since then are too old to be rated, because others of their hour are gone. */
  @Query(
      "SELECT count(*) FROM usage.invocations WHERE recorded_at > :since AND started_at < :oldest")
  long tooOld(Instant since, Instant oldest);

  @Query("DELETE FROM usage.hours WHERE hour = :hour")
  void deleteHour(Instant hour);

  /**
   * Adds up an hour. Billed is the first successful processing of an event by a function, and each
   * successful request, of an owner who is known.
   *
   * @param changes when prices change, as the text of an array
   */
  @Query(
      """
      INSERT INTO usage.hours (hour, since, owner, function, trigger, list_id, reason, unit, quantity)
      WITH records AS (
        SELECT i.*,
          coalesce((SELECT max(c) FROM unnest(CAST(:changes AS timestamptz[])) c
            WHERE c > :hour AND c <= i.started_at), :hour) AS since,
          CASE
            WHEN i.overhead OR i.owner IS NULL OR i.function = 'usage' THEN 'overhead'
            WHEN i.outcome = 'in-progress' THEN 'retry'
            WHEN i.outcome = 'parked' THEN 'failed'
            WHEN i.outcome <> 'done' THEN i.outcome
            WHEN i.event_id IS NOT NULL AND EXISTS (SELECT FROM usage.invocations e
              WHERE e.event_id = i.event_id AND e.event_source = i.event_source AND e.function = i.function
                AND e.outcome = 'done'
                AND (e.started_at, e.instance, e.number) < (i.started_at, i.instance, i.number)) THEN 'duplicate'
            ELSE ''
          END AS reason
        FROM usage.invocations i
        WHERE i.day = CAST(CAST(:hour AS timestamptz) AT TIME ZONE 'UTC' AS date)
          AND i.started_at >= :hour AND i.started_at < CAST(:hour AS timestamptz) + interval '1 hour')
      SELECT CAST(:hour AS timestamptz), r.since, coalesce(r.owner, ''), r.function, r.trigger,
        coalesce(r.list_id, ''), r.reason, u.unit, sum(u.quantity)
      FROM records r CROSS JOIN LATERAL usage.quantities(r.active_us, r.cpu_us, r.memory_mib, r.bytes_in,
        r.bytes_out, r.events_out, r.mails, r.pushes, r.stream_ms) u
      WHERE u.quantity > 0
      GROUP BY 2, 3, 4, 5, 6, 7, 8
      """)
  int insertHour(Instant hour, String changes);

  @Query("INSERT INTO usage.unreported (hour) VALUES (:hour) ON CONFLICT DO NOTHING")
  int markUnreported(Instant hour);

  /** Makes the partitions of the coming days. */
  @Query("SELECT CAST(usage.prepare_days(:ahead) AS text)")
  String prepareDays(int ahead);

  /** Drops the records of the days before this one; returns how many partitions. */
  @Query("SELECT usage.drop_days(CAST(:before AS date))")
  int dropDays(String before);

  /** Replaces a person in all records up to an instant; returns in how many. */
  @Query("SELECT usage.forget(:person, :until, :pseudonym)")
  long forget(String person, Instant until, String pseudonym);

  @Query(
      """
      INSERT INTO usage.erasures (person, until, pseudonym) VALUES (:person, :until, :pseudonym)
      ON CONFLICT DO NOTHING
      """)
  int rememberErasure(String person, Instant until, String pseudonym);

  /** Repeats the erasures of the last days, for records that arrived after them. */
  @Query("SELECT coalesce(sum(usage.forget(person, until, pseudonym)), 0) FROM usage.erasures")
  long forgetLateRecords();

  @Query("DELETE FROM usage.erasures WHERE stored_at < :before")
  void deleteErasures(Instant before);

  @Query("DELETE FROM usage.budgets WHERE owner = :owner")
  void deleteBudget(String owner);
}
