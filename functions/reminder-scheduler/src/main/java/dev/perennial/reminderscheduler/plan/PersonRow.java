package dev.perennial.reminderscheduler.plan;

import dev.perennial.events.EventJson;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.reminders.Person;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person, from the newest event of their profile.
 *
 * @param version of that profile; 0 if none has arrived yet
 * @param profile the event's ProfileSnapshot as JSON; null if none has arrived since the erasure
 * @param digestDate the local day of the next digest; null if the person wants no digest
 * @param digestAt when that digest is due; null if the person wants no digest
 * @param erasedAt when the person erased their data; null if they never did
 */
@MappedEntity(schema = "reminders", value = "people")
public record PersonRow(
    @Id String userId,
    long version,
    @Nullable String profile,
    UUID unsubscribeToken,
    @Nullable LocalDate digestDate,
    @Nullable Instant digestAt,
    @Nullable Instant erasedAt) {

  /** Whether the profile is newer than this row and not from before the erasure. */
  boolean isOlderThan(ProfileSnapshot other) {
    boolean isFromBeforeErasure = erasedAt != null && !other.updatedAt().isAfter(erasedAt);
    return other.version() > version && !isFromBeforeErasure;
  }

  /** Whether an erasure at this time applies to this row: false if a newer profile exists since. */
  boolean isErasedAt(Instant time) {
    ProfileSnapshot known = snapshot();
    boolean hasNewerProfile = known != null && known.updatedAt().isAfter(time);
    return !hasNewerProfile && (erasedAt == null || time.isAfter(erasedAt));
  }

  /**
   * Whether an event of a task must not be stored for this person: it is from before their erasure,
   * or from after it while they have no newer profile and cannot see the task.
   */
  boolean isErasedFor(Instant happenedAt, boolean isVisible) {
    return erasedAt != null && (!happenedAt.isAfter(erasedAt) || (!isVisible && profile == null));
  }

  @Nullable ProfileSnapshot snapshot() {
    return profile == null ? null : EventJson.MAPPER.readValue(profile, ProfileSnapshot.class);
  }

  public Person person() {
    return Person.of(snapshot());
  }
}
