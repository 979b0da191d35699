package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deliveries in statements, each of which holds whoever comes too late off. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeliveryRows extends GenericRepository<DeliveryRow, UUID> {

  @Query(
      """
      INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at)
      SELECT :id, channel, 'PLANNED', :now FROM unnest(string_to_array(:channels, ' ')) channel
      ON CONFLICT DO NOTHING
      """)
  void plan(UUID id, String channels, Instant now);

  @Query(
      """
      SELECT notification_id, channel, state, fence, array_to_string(taken, ' ') AS taken
      FROM reminders.deliveries WHERE notification_id = :id ORDER BY channel
      """)
  List<DeliveryRow> of(UUID id);

  /** With the new fence; none if it is not to be had. */
  @Query(
      """
      UPDATE reminders.deliveries
      SET state = 'SENDING', fence = fence + 1, attempts = attempts + 1, sending_at = :now, leased_until = :until
      WHERE notification_id = :id AND channel = :channel
        AND (state = 'PLANNED' OR state = 'SENDING' AND leased_until < :now)
      RETURNING notification_id, channel, state, fence, array_to_string(taken, ' ') AS taken
      """)
  List<DeliveryRow> claim(UUID id, String channel, Instant now, Instant until);

  @Query(
      """
      UPDATE reminders.deliveries
      SET state = 'PLANNED', reason = :reason, leased_until = NULL, taken = string_to_array(:taken, ' ')
      WHERE notification_id = :id AND channel = :channel AND state = 'SENDING' AND fence = :fence
      """)
  void putBack(UUID id, String channel, long fence, String taken, String reason);

  /** As it is put back, but counted: whether it is as often by now, and first was as early. */
  @Query(
      """
      UPDATE reminders.deliveries
      SET state = 'PLANNED', reason = :reason, leased_until = NULL, taken = string_to_array(:taken, ' '),
          deferrals = deferrals + 1, deferred_at = coalesce(deferred_at, :now)
      WHERE notification_id = :id AND channel = :channel AND state = 'SENDING' AND fence = :fence
      RETURNING deferrals >= :often AND deferred_at <= :early
      """)
  List<Boolean> defer(
      UUID id,
      String channel,
      long fence,
      String taken,
      String reason,
      Instant now,
      int often,
      Instant early);

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

  /** Not what somebody has in hand just now. What has arrived somewhere was told. */
  @Query(
      """
      UPDATE reminders.deliveries
      SET leased_until = NULL,
          state = CASE taken WHEN '{}' THEN 'EXPIRED' ELSE 'SENT' END,
          reason = CASE taken WHEN '{}' THEN :reason END,
          expired_at = CASE taken WHEN '{}' THEN CAST(:now AS timestamptz) END,
          sent_at = CASE WHEN taken <> '{}' THEN CAST(:now AS timestamptz) END
      WHERE notification_id = :id AND (state = 'PLANNED' OR state = 'SENDING' AND leased_until < :now)
      RETURNING notification_id, channel, state, fence, array_to_string(taken, ' ') AS taken
      """)
  List<DeliveryRow> expire(UUID id, String reason, Instant now);

  /** What has arrived somewhere was told. */
  @Query(
      """
      UPDATE reminders.deliveries
      SET leased_until = NULL, fence = fence + 1,
          state = CASE taken WHEN '{}' THEN 'FAILED' ELSE 'SENT' END,
          reason = CASE taken WHEN '{}' THEN coalesce(reason, :reason) END,
          failed_at = CASE taken WHEN '{}' THEN CAST(:now AS timestamptz) END,
          sent_at = CASE WHEN taken <> '{}' THEN CAST(:now AS timestamptz) END
      WHERE notification_id = :id AND state IN ('PLANNED', 'SENDING')
      RETURNING notification_id, channel, state, fence, array_to_string(taken, ' ') AS taken
      """)
  List<DeliveryRow> fail(UUID id, String reason, Instant now);

  @Query(
      "SELECT reason FROM reminders.deliveries WHERE notification_id = :id AND channel = :channel")
  String reason(UUID id, String channel);

  @Query(
      "SELECT EXISTS (SELECT FROM reminders.people WHERE user_id = :userId AND erased_at IS NOT"
          + " NULL)")
  boolean isGone(String userId);

  @Query(
      "SELECT token FROM reminders.devices WHERE user_id = :userId ORDER BY registered_at DESC,"
          + " token")
  List<String> devices(String userId);

  @Query("DELETE FROM reminders.devices WHERE token = :token")
  void forgetDevice(String token);
}
