package dev.perennial.reminders.store;

import dev.perennial.runtime.database.Database;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps devices in Postgres. */
public final class JdbcDeviceStore implements DeviceStore {

  private final Database database;
  private final PersonRows people;
  private final DeviceRows rows;
  private final InstantSource clock;

  public JdbcDeviceStore(Database database, InstantSource clock) {
    this.database = database;
    this.people = database.repository(PersonRows.class);
    this.rows = database.repository(DeviceRows.class);
    this.clock = clock;
  }

  @Override
  public List<Device> of(String user) {
    return database.inTransaction(
        () -> rows.of(user).stream().map(JdbcDeviceStore::device).toList());
  }

  @Override
  public Device register(String user, String token, String platform, @Nullable String name) {
    return database.inTransaction(
        () -> {
          // One after the other, so that two at once do not both find room.
          people.make(user);
          people.lock(user);
          rows.put(token, user, platform, name, clock.instant());
          rows.deleteBeyond(user, MOST);
          return rows.of(user).stream()
              .filter(row -> row.token().equals(token))
              .map(JdbcDeviceStore::device)
              .findFirst()
              .orElseThrow();
        });
  }

  @Override
  public boolean remove(String user, String token) {
    return database.inTransaction(() -> rows.delete(token, user) == 1);
  }

  private static Device device(DeviceRow row) {
    return new Device(row.token(), row.platform(), row.name(), row.registeredAt());
  }
}
