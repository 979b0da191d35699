package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ClaimedRows extends GenericRepository<ClaimedRow, UUID> {

  /**
   * Claims what is due, the earliest first. Of those that quiet hours held together only one stands
   * in line and the others go with it, so that two who claim at once do not part them.
   *
   * @param lateBefore what was to be told before is late
   * @param expiredBefore what was to be told before is not told any more
   */
  @Query(
      """
      WITH leaders AS MATERIALIZED (
        SELECT id, user_id, fires_at, NOT snoozed AND fires_at <> instant AS held FROM reminders.reminders r
        WHERE state = 'PLANNED' AND fires_at <= :until
          AND (snoozed OR fires_at = instant OR NOT EXISTS (
            SELECT FROM reminders.reminders o
            WHERE o.state = 'PLANNED' AND NOT o.snoozed AND o.fires_at <> o.instant
              AND o.user_id = r.user_id AND o.fires_at = r.fires_at AND o.id < r.id))
        ORDER BY fires_at LIMIT :atMost FOR UPDATE SKIP LOCKED
      ), together AS MATERIALIZED (
        SELECT id FROM leaders
        UNION
        SELECT o.id FROM leaders l JOIN reminders.reminders o
          ON l.held AND o.state = 'PLANNED' AND NOT o.snoozed AND o.fires_at <> o.instant
            AND o.user_id = l.user_id AND o.fires_at = l.fires_at
      ), claimed AS (
        UPDATE reminders.reminders r
        SET state = CASE WHEN fires_at < :expiredBefore THEN 'EXPIRED' ELSE 'DUE' END,
            late = fires_at < :lateBefore, changed_at = :now
        FROM together WHERE r.id = together.id AND r.state = 'PLANNED'
        RETURNING r.*
      )
      SELECT c.id, c.task_id, t.list_id, c.user_id, c.instant, c.fires_at,
             NOT c.snoozed AND c.fires_at <> c.instant AS held, c.late, c.state = 'EXPIRED' AS expired
      FROM claimed c JOIN reminders.tasks t ON t.task_id = c.task_id
      """)
  List<ClaimedRow> claim(
      Instant until, Instant lateBefore, Instant expiredBefore, Instant now, int atMost);
}
