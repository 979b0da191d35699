package dev.perennial.syncpush.store.lease;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import dev.perennial.syncpush.store.admission.ReadAdmission;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The leases of open streams on all instances, which limit the streams of a user. If an instance is
 * killed, its {@link InstanceLock} becomes free and its leases stop counting at once. Otherwise a
 * user with many streams would be refused when resuming them. If the connection of a dead instance
 * stays open, for example after a network failure, its leases expire because they are not renewed.
 *
 * <p>In doubt, streams are not counted. An instance that is alive but does not hold its lock,
 * because it is connecting or cannot connect, is ignored by other instances. Every instance counts
 * its own streams, so each enforces the limit by itself. No user is refused because of streams that
 * no longer exist.
 */
public final class StreamLeases {

  private final Database database;
  private final ReadAdmission admission;
  private final StreamRows streams;
  private final InstanceLock instance;
  private final Duration duration;
  private final int perUser;

  /**
   * @param admission for opening and closing streams
   * @param instance the lock of this instance
   * @param duration how long a lease counts after it was last renewed
   * @param perUser the maximum number of streams of a user
   */
  public StreamLeases(
      Database database,
      ReadAdmission admission,
      InstanceLock instance,
      Duration duration,
      int perUser) {
    this.database = database;
    this.admission = admission;
    this.streams = database.repository(StreamRows.class);
    this.instance = instance;
    this.duration = duration;
    this.perUser = perUser;
  }

  /** Acquires a lease. Returns false if the user has the maximum number of streams. */
  public boolean acquire(UUID id, String user) {
    return admission.inTransaction(
        () -> {
          streams.lock(user);
          return streams.insert(id, user, instance.key(), duration.toSeconds(), perUser) > 0;
        });
  }

  /** The lease of an open stream. */
  public record Lease(UUID id, String user, Instant openedAt) {

    private Map<String, Object> row() {
      return Map.of("id", id, "user_id", user, "opened_at", openedAt);
    }
  }

  /**
   * Renews leases, including those that were lost in an outage or a crash of the database.
   *
   * @return the ids of the renewed leases; the others belong to deleted users
   */
  public Set<UUID> renew(Collection<Lease> leases) {
    var rows = EventJson.MAPPER.writeValueAsString(leases.stream().map(Lease::row).toList());
    return database.inTransaction(
        () -> {
          var renewed = Set.copyOf(streams.renew(rows, instance.key(), duration.toSeconds()));
          streams.deleteExpired();
          return renewed;
        });
  }

  public void release(List<UUID> ids) {
    admission.inTransaction(
        () -> {
          streams.delete(ids);
          return ids;
        });
  }

  /** Deletes the leases of this user, in the open transaction. */
  public void deleteOfUser(String user) {
    streams.deleteOfUser(user);
  }
}
