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
    @Nullable Instant digestAt) {

  @Nullable ProfileSnapshot snapshot() {
    return profile == null ? null : EventJson.MAPPER.readValue(profile, ProfileSnapshot.class);
  }

  Person person() {
    return Person.of(snapshot());
  }
}
