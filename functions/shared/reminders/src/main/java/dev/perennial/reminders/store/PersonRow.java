package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.reminders.Person;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person as their newest profile event had them. */
@MappedEntity(schema = "reminders", value = "people")
record PersonRow(
    @Id String userId,
    long version,
    @Nullable String profile,
    UUID unsubscribeToken,
    @Nullable LocalDate digestDate,
    @Nullable Instant digestAt,
    @Nullable Instant erasedAt) {

  /** Whether the profile is newer than all that is known of the person. */
  boolean isNews(ProfileSnapshot other) {
    var isFromBefore = erasedAt != null && !other.updatedAt().isAfter(erasedAt);
    return other.version() > version && !isFromBefore;
  }

  /** Whether an erasure is of the person as known, and not of who they were before another one. */
  boolean isErasedBy(ProfileSnapshot last) {
    var known = snapshot();
    var hasComeBack = known != null && known.updatedAt().isAfter(last.updatedAt());
    return !hasComeBack && (erasedAt == null || last.updatedAt().isAfter(erasedAt));
  }

  /**
   * Whether what happened then to a task of theirs is not for them any more: they have erased
   * themself since, or before and have not come back to see it.
   */
  boolean isGone(Instant happenedAt, boolean isSeen) {
    return erasedAt != null && (!happenedAt.isAfter(erasedAt) || (!isSeen && profile == null));
  }

  @Nullable ProfileSnapshot snapshot() {
    return profile == null ? null : EventJson.MAPPER.readValue(profile, ProfileSnapshot.class);
  }

  Person person() {
    return Person.of(snapshot());
  }
}
