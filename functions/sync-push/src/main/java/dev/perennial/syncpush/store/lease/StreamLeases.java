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
 * The leases of open streams on all instances, which limit the streams of a user. The leases of an
 * instance that was killed stop counting at once, because its {@link InstanceLock} is free;
 * otherwise a user with many streams would be refused on resuming them. If the dead instance's
 * connection stays open, as when its machine is cut off from the network, its leases expire because
 * nobody renews them.
 *
 * <p>The limit errs on the side of too many streams: those of an instance that is alive but does
 * not hold its lock, while it is connecting or cannot connect, are not counted by other instances.
 * Every instance counts its own, so the limit holds for each instance by itself. No user is refused
 * because of streams that no longer exist.
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
   * @param instance of the instance whose streams these are
   * @param duration how long a lease counts after it was last renewed
   * @param perUser how many streams a user may have
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

  /** Takes a lease. False if the user has as many streams as allowed. */
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
   * Renews leases, also those that were lost in an outage or a crash of the database.
   *
   * @return the ids of the renewed leases; the others belong to users who were deleted
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
