package dev.perennial.syncpush.store;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which streams are open, on all instances together. Those of an instance that was killed do not
 * count from then on, by its {@link Presence}; or else whoever had many would be refused when they
 * resume. Where a dead instance's connection stays open, as when its machine is cut off, its leases
 * lapse, since nobody renews them.
 *
 * <p>What may go wrong is that somebody has more streams than they may: those of an instance that
 * is living but not present, in the moment in which it connects or for as long as it cannot, are
 * not counted by the others. It counts its own in any case, so nobody has more than so many at each
 * instance. Nobody is refused for streams that are not there any more.
 */
public final class StreamLeases {

  private final Database database;
  private final Turns turns;
  private final StreamRows streams;
  private final Presence presence;
  private final Duration lease;
  private final int perUser;

  /**
   * @param turns for who opens a stream or closes it
   * @param presence of the instance whose streams these are
   * @param lease how long a stream counts that is not renewed
   * @param perUser how many a user may have
   */
  public StreamLeases(
      Database database, Turns turns, Presence presence, Duration lease, int perUser) {
    this.database = database;
    this.turns = turns;
    this.streams = database.repository(StreamRows.class);
    this.presence = presence;
    this.lease = lease;
    this.perUser = perUser;
  }

  /** False if the user has as many as there may be. */
  public boolean open(UUID id, String user) {
    return turns.inTransaction(
        () -> {
          streams.hold(user);
          return streams.open(id, user, presence.key(), lease.toSeconds(), perUser) > 0;
        });
  }

  /** A stream that is open. */
  public record Open(UUID id, String user, Instant since) {

    private Map<String, Object> row() {
      return Map.of("id", id, "user_id", user, "opened_at", since);
    }
  }

  /**
   * Those that may stay: the others are of a person who is gone. A lease that was lost, by an
   * outage or a crash of the database, is taken again.
   */
  public Set<UUID> renew(Collection<Open> open) {
    var rows = EventJson.MAPPER.writeValueAsString(open.stream().map(Open::row).toList());
    return database.inTransaction(
        () -> {
          var renewed = Set.copyOf(streams.renew(rows, presence.key(), lease.toSeconds()));
          streams.removeLapsed();
          return renewed;
        });
  }

  public void close(List<UUID> ids) {
    turns.inTransaction(
        () -> {
          streams.close(ids);
          return ids;
        });
  }

  /** Ends those of this person, in the open transaction. */
  public void erase(String user) {
    streams.erase(user);
  }
}
