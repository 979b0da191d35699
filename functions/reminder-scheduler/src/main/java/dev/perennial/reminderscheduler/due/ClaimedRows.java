package dev.perennial.reminderscheduler.due;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The claim of due reminders. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ClaimedRows extends GenericRepository<ClaimedRow, UUID> {

  /**
   * Claims due reminders, the earliest first, and skips those that another transaction is claiming.
   * Reminders that quiet hours delayed to the same time are claimed together: only the one with the
   * lowest id competes for the lock, so two concurrent claims cannot split a group. A group may
   * therefore exceed {@code atMost}.
   *
   * @param until reminders that fire until then are due
   * @param lateBefore reminders that fire before then are late
   * @param expiredBefore reminders that fire before then have expired
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
      ), due AS MATERIALIZED (
        SELECT id FROM leaders
        UNION
        SELECT o.id FROM leaders l JOIN reminders.reminders o
          ON l.held AND o.state = 'PLANNED' AND NOT o.snoozed AND o.fires_at <> o.instant
            AND o.user_id = l.user_id AND o.fires_at = l.fires_at
      ), claimed AS (
        UPDATE reminders.reminders r
        SET state = CASE WHEN fires_at < :expiredBefore THEN 'EXPIRED' ELSE 'DUE' END,
            late = fires_at < :lateBefore, changed_at = :now
        FROM due WHERE r.id = due.id AND r.state = 'PLANNED'
        RETURNING r.*
      )
      SELECT c.id, c.task_id, t.list_id, c.user_id, c.instant, c.fires_at,
             NOT c.snoozed AND c.fires_at <> c.instant AS held, c.late,
             CAST(t.task AS json) ->> 'createdBy' IS DISTINCT FROM c.user_id AS by_others, c.state = 'EXPIRED' AS expired
      FROM claimed c JOIN reminders.tasks t ON t.task_id = c.task_id
      """)
  List<ClaimedRow> claim(
      Instant until, Instant lateBefore, Instant expiredBefore, Instant now, int atMost);
}
