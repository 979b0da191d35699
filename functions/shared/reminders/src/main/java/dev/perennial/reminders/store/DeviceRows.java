package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeviceRows extends GenericRepository<DeviceRow, String> {

  @Query("SELECT * FROM reminders.devices WHERE user_id = :userId ORDER BY registered_at, token")
  List<DeviceRow> of(String userId);

  /** Whoever has the device in hand has its token: it is theirs now, whosoever it was. */
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

  /** All but so many that came last. */
  @Query(
      """
      DELETE FROM reminders.devices WHERE token IN (
        SELECT token FROM reminders.devices WHERE user_id = :userId
        ORDER BY registered_at DESC, token DESC OFFSET :most)
      """)
  void deleteBeyond(String userId, int most);

  @Query("DELETE FROM reminders.devices WHERE token = :token AND user_id = :userId")
  int delete(String token, String userId);

  @Query("DELETE FROM reminders.devices WHERE user_id = :userId")
  int deleteOf(String userId);
}
