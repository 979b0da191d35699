package dev.perennial.reminderscheduler.people;

import dev.perennial.reminderscheduler.plan.PersonRows;
import dev.perennial.runtime.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The devices that pushes are sent to. Each call is a transaction. */
public final class DeviceStore {

  /** The limit per person; a further device replaces the one registered longest ago. */
  private static final int MOST = 20;

  private final Database database;
  private final PersonRows people;
  private final DeviceRows rows;
  private final InstantSource clock;

  public DeviceStore(Database database, InstantSource clock) {
    this.database = database;
    this.people = database.repository(PersonRows.class);
    this.rows = database.repository(DeviceRows.class);
    this.clock = clock;
  }

  /** The user's devices, the oldest registration first. */
  public List<Device> of(String user) {
    return database.inTransaction(() -> rows.of(user).stream().map(DeviceStore::device).toList());
  }

  /**
   * Registers a device or updates its registration. The token identifies the device, so a device
   * registered by another user moves to this one.
   */
  public Device register(String user, String token, String platform, @Nullable String name) {
    return database.inTransaction(
        () -> {
          // Serialises registrations of one person, so that two at once cannot exceed the limit.
          people.insertIfAbsent(user);
          people.lock(user);
          rows.put(token, user, platform, name, clock.instant());
          rows.deleteBeyond(user, MOST);
          return rows.of(user).stream()
              .filter(row -> row.token().equals(token))
              .map(DeviceStore::device)
              .findFirst()
              .orElseThrow();
        });
  }

  /**
   * Removes a device.
   *
   * @return whether the user had a device with this token
   */
  public boolean remove(String user, String token) {
    return database.inTransaction(() -> rows.delete(token, user) == 1);
  }

  private static Device device(DeviceRow row) {
    return new Device(row.token(), row.platform(), row.name(), row.registeredAt());
  }

  /** A device as the API returns it. */
  public record Device(
      String token, String platform, @Nullable String name, Instant registeredAt) {}
}
