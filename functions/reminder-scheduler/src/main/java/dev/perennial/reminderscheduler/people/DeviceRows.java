package dev.perennial.reminderscheduler.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Devices, each of exactly one person. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeviceRows extends GenericRepository<DeviceRow, String> {

  @Query("SELECT * FROM reminders.devices WHERE user_id = :userId ORDER BY registered_at, token")
  List<DeviceRow> of(String userId);

  /** Inserts the device, or moves the one with this token to this person. */
  @Query(
      """
      INSERT INTO reminders.devices (token, user_id, platform, name, registered_at)
      VALUES (:token, :userId, :platform, :name, :registeredAt)
      ON CONFLICT (token) DO UPDATE
        SET user_id = excluded.user_id, platform = excluded.platform, name = excluded.name,
            registered_at = excluded.registered_at
      """)
  void put(
      String token, String userId, String platform, @Nullable String name, Instant registeredAt);

  /** Deletes all but the {@code most} most recently registered devices. */
  @Query(
      """
      DELETE FROM reminders.devices WHERE token IN (
        SELECT token FROM reminders.devices WHERE user_id = :userId
        ORDER BY registered_at DESC, token DESC OFFSET :most)
      """)
  void deleteBeyond(String userId, int most);

  /**
   * @return 1, or 0 if the person has no such device
   */
  @Query("DELETE FROM reminders.devices WHERE token = :token AND user_id = :userId")
  int delete(String token, String userId);
}
