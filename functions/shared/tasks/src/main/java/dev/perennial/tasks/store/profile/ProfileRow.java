package dev.perennial.tasks.store.profile;

import dev.perennial.events.Channels;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import dev.perennial.tasks.profile.Profile;
import dev.perennial.tasks.store.Columns;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

@MappedEntity(value = "profiles", schema = "tasks")
record ProfileRow(
    @Id String userId,
    @Nullable String displayName,
    @Nullable String zone,
    @Nullable String language,
    @Nullable String email,
    @Nullable String defaultReminders,
    @Nullable String allDayTime,
    @Nullable String channels,
    @Nullable String quietHours,
    @Nullable String digestTime,
    long version,
    Instant updatedAt) {

  private static final TypeReference<List<Reminder>> REMINDERS = new TypeReference<>() {};
  private static final TypeReference<Channels> CHANNELS = new TypeReference<>() {};
  private static final TypeReference<QuietHours> QUIET_HOURS = new TypeReference<>() {};

  static ProfileRow of(Profile profile) {
    Profile.Details details = profile.details();
    return new ProfileRow(
        profile.userId(),
        details.displayName(),
        Columns.text(details.zone()),
        details.language(),
        details.email(),
        Columns.json(details.defaultReminders()),
        Columns.text(details.allDayTime()),
        Columns.json(details.channels()),
        Columns.json(details.quietHours()),
        Columns.text(details.digestTime()),
        profile.version(),
        profile.updatedAt());
  }

  Profile profile() {
    return new Profile(
        userId,
        new Profile.Details(
            displayName,
            Columns.zone(zone),
            language,
            email,
            Columns.read(defaultReminders, REMINDERS),
            Columns.time(allDayTime),
            Columns.read(channels, CHANNELS),
            Columns.read(quietHours, QUIET_HOURS),
            Columns.time(digestTime)),
        version,
        updatedAt);
  }
}
