package dev.perennial.tasks.store.profile;

import dev.perennial.events.Channels;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import dev.perennial.tasks.profile.EmailConfirmation;
import dev.perennial.tasks.profile.Profile;
import dev.perennial.tasks.store.Columns;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * The row of a {@link Profile}.
 *
 * @param confirmedEmail the address that was confirmed. It is stored beside {@code email}, so that
 *     a release that changes only {@code email} does not leave another address confirmed
 */
@MappedEntity(value = "profiles", schema = "tasks")
record ProfileRow(
    @Id String userId,
    @Nullable String displayName,
    @Nullable String zone,
    @Nullable String language,
    @Nullable String email,
    @Nullable String confirmedEmail,
    @Nullable Instant emailConfirmedAt,
    @Nullable Instant confirmationRequestedAt,
    @Nullable String defaultReminders,
    @Nullable String allDayTime,
    @Nullable String channels,
    @Nullable String quietHours,
    @Nullable String digestTime,
    @Nullable String dayStartsAt,
    @Nullable Integer dailyGoal,
    @Nullable Integer weeklyGoal,
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
        profile.confirmation().confirmedAt() == null ? null : details.email(),
        profile.confirmation().confirmedAt(),
        profile.confirmation().requestedAt(),
        Columns.json(details.defaultReminders()),
        Columns.text(details.allDayTime()),
        Columns.json(details.channels()),
        Columns.json(details.quietHours()),
        Columns.text(details.digestTime()),
        Columns.text(details.dayStartsAt()),
        details.dailyGoal(),
        details.weeklyGoal(),
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
            Columns.time(digestTime),
            Columns.time(dayStartsAt),
            dailyGoal,
            weeklyGoal),
        confirmation(),
        version,
        updatedAt);
  }

  private EmailConfirmation confirmation() {
    return email != null && email.equals(confirmedEmail)
        ? new EmailConfirmation(emailConfirmedAt, null)
        : new EmailConfirmation(null, email == null ? null : confirmationRequestedAt);
  }
}
