package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries. Every change is conditional on the state and the fencing token that the caller saw.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeliveryRows extends GenericRepository<DeliveryRow, UUID> {

  /** Has no effect if there is one of this id, or the person has erased their data. */
  @Query(
      """
      INSERT INTO reminders.notifications (id, user_id, due_at, notification, handed_on_at)
      SELECT :id, :userId, :dueAt, :notification, :now
      WHERE NOT EXISTS (SELECT FROM reminders.people WHERE user_id = :userId AND erased_at IS NOT NULL)
      ON CONFLICT DO NOTHING
      """)
  int insertNotification(UUID id, String userId, Instant dueAt, String notification, Instant now);

  /**
   * Inserts a planned delivery for each channel that has none.
   *
   * @param channels names, separated by blanks
   */
  @Query(
      """
      INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at)
      SELECT :id, channel, 'PLANNED', :now FROM unnest(string_to_array(:channels, ' ')) channel
      ON CONFLICT DO NOTHING
      """)
  void plan(UUID id, String channels, Instant now);

  @Query(
      """
      SELECT notification_id, channel, state, fence, array_to_string(delivered_to, ' ') AS delivered_to
      FROM reminders.deliveries WHERE notification_id = :id ORDER BY channel
      """)
  List<DeliveryRow> of(UUID id);

  /**
   * Claims a delivery that is planned or whose lease has ended, and increments its fencing token.
   *
   * @return the delivery as it is now; empty if another sender holds it, or it is settled
   */
  @Query(
      """
      UPDATE reminders.deliveries
      SET state = 'SENDING', fence = fence + 1, attempts = attempts + 1, sending_at = :now, leased_until = :until
      WHERE notification_id = :id AND channel = :channel
        AND (state = 'PLANNED' OR state = 'SENDING' AND leased_until < :now)
      RETURNING notification_id, channel, state, fence, array_to_string(delivered_to, ' ') AS delivered_to
      """)
  List<DeliveryRow> claim(UUID id, String channel, Instant now, Instant until);

  /** Returns the delivery to PLANNED, provided the caller still holds it. */
  @Query(
      """
      UPDATE reminders.deliveries
      SET state = 'PLANNED', reason = :reason, leased_until = NULL, delivered_to = string_to_array(:deliveredTo, ' ')
      WHERE notification_id = :id AND channel = :channel AND state = 'SENDING' AND fence = :fence
      """)
  void release(UUID id, String channel, long fence, String deliveredTo, String reason);

  /**
   * Returns the delivery to PLANNED and counts a deferral, provided the caller still holds it.
   *
   * @param most the limit of deferrals
   * @param since the limit of the time of the first deferral
   * @return whether both limits are reached; empty if the caller no longer holds the delivery
   */
  @Query(
      """
      UPDATE reminders.deliveries
      SET state = 'PLANNED', reason = :reason, leased_until = NULL, delivered_to = string_to_array(:deliveredTo, ' '),
          deferrals = deferrals + 1, deferred_at = coalesce(deferred_at, :now)
      WHERE notification_id = :id AND channel = :channel AND state = 'SENDING' AND fence = :fence
      RETURNING deferrals >= :most AND deferred_at <= :since
      """)
  List<Boolean> defer(
      UUID id,
      String channel,
      long fence,
      String deliveredTo,
      String reason,
      Instant now,
      int most,
      Instant since);

  /**
   * Settles the delivery, provided it still has this state and fencing token.
   *
   * @return 1, or 0 if it has changed
   */
  @Query(
      """
      UPDATE reminders.deliveries
      SET state = :state, reason = :reason, leased_until = NULL, late = :late,
          sent_at = CASE :state WHEN 'SENT' THEN CAST(:now AS timestamptz) END,
          failed_at = CASE :state WHEN 'FAILED' THEN CAST(:now AS timestamptz) END,
          suppressed_at = CASE :state WHEN 'SUPPRESSED' THEN CAST(:now AS timestamptz) END
      WHERE notification_id = :id AND channel = :channel AND state = :from AND fence = :fence
      """)
  int settle(
      UUID id,
      String channel,
      String from,
      long fence,
      String state,
      @Nullable String reason,
      boolean late,
      Instant now);

  /**
   * Settles the open deliveries without a lease: as SENT if some destination has the message, else
   * as EXPIRED.
   *
   * @return the settled deliveries
   */
  @Query(
      """
      UPDATE reminders.deliveries
      SET leased_until = NULL,
          state = CASE delivered_to WHEN '{}' THEN 'EXPIRED' ELSE 'SENT' END,
          reason = CASE delivered_to WHEN '{}' THEN :reason END,
          expired_at = CASE delivered_to WHEN '{}' THEN CAST(:now AS timestamptz) END,
          sent_at = CASE WHEN delivered_to <> '{}' THEN CAST(:now AS timestamptz) END
      WHERE notification_id = :id AND (state = 'PLANNED' OR state = 'SENDING' AND leased_until < :now)
      RETURNING notification_id, channel, state, fence, array_to_string(delivered_to, ' ') AS delivered_to
      """)
  List<DeliveryRow> expire(UUID id, String reason, Instant now);

  /**
   * Settles all open deliveries and increments their fencing tokens: as SENT if some destination
   * has the message, else as FAILED.
   *
   * @param reason used where no attempt has left one
   * @return the settled deliveries
   */
  @Query(
      """
      UPDATE reminders.deliveries
      SET leased_until = NULL, fence = fence + 1,
          state = CASE delivered_to WHEN '{}' THEN 'FAILED' ELSE 'SENT' END,
          reason = CASE delivered_to WHEN '{}' THEN coalesce(reason, :reason) END,
          failed_at = CASE delivered_to WHEN '{}' THEN CAST(:now AS timestamptz) END,
          sent_at = CASE WHEN delivered_to <> '{}' THEN CAST(:now AS timestamptz) END
      WHERE notification_id = :id AND state IN ('PLANNED', 'SENDING')
      RETURNING notification_id, channel, state, fence, array_to_string(delivered_to, ' ') AS delivered_to
      """)
  List<DeliveryRow> fail(UUID id, String reason, Instant now);

  @Query(
      "SELECT reason FROM reminders.deliveries WHERE notification_id = :id AND channel = :channel")
  String reason(UUID id, String channel);

  @Query(
      "SELECT EXISTS (SELECT FROM reminders.people WHERE user_id = :userId AND erased_at IS NOT"
          + " NULL)")
  boolean isErased(String userId);

  @Query(
      "SELECT token FROM reminders.devices WHERE user_id = :userId ORDER BY registered_at DESC,"
          + " token")
  List<String> deviceTokens(String userId);

  @Query("DELETE FROM reminders.devices WHERE token = :token")
  void removeDevice(String token);
}
