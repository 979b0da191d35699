package dev.perennial.tasks.profile;

import dev.perennial.events.Change;
import dev.perennial.events.Channels;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import dev.perennial.tasks.Changes;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The profile of a user.
 *
 * @param confirmation of the e-mail address
 * @param version 1 when created on first use, incremented by each change
 */
public record Profile(
    String userId,
    Details details,
    EmailConfirmation confirmation,
    long version,
    Instant updatedAt) {

  /**
   * The details that the user sets; each is null until it is set.
   *
   * @param language a language tag (RFC 5646)
   * @param defaultReminders relative reminders, for tasks without reminders of their own
   * @param allDayTime the local time that reminders of all-day tasks are relative to
   * @param channels the channels for each kind of notification
   * @param quietHours the period in which no notification is sent
   * @param digestTime the local time of the daily digest
   * @param dayStartsAt the local time at which a day of the user begins, for statistics
   * @param dailyGoal how many tasks the user wants to complete in a day; 0 for no goal
   * @param weeklyGoal the same for a week
   */
  public record Details(
      @Nullable String displayName,
      @Nullable ZoneId zone,
      @Nullable String language,
      @Nullable String email,
      @Nullable List<Reminder> defaultReminders,
      @Nullable LocalTime allDayTime,
      @Nullable Channels channels,
      @Nullable QuietHours quietHours,
      @Nullable LocalTime digestTime,
      @Nullable LocalTime dayStartsAt,
      @Nullable Integer dailyGoal,
      @Nullable Integer weeklyGoal) {

    private static final Details NONE =
        new Details(null, null, null, null, null, null, null, null, null, null, null, null);

    public Details {
      defaultReminders = defaultReminders == null ? null : List.copyOf(defaultReminders);
    }
  }

  private static final Map<String, Function<Details, @Nullable Object>> FIELDS =
      new LinkedHashMap<>();

  static {
    FIELDS.put("displayName", Details::displayName);
    FIELDS.put("zone", Details::zone);
    FIELDS.put("language", Details::language);
    FIELDS.put("email", Details::email);
    FIELDS.put("defaultReminders", Details::defaultReminders);
    FIELDS.put("allDayTime", Details::allDayTime);
    FIELDS.put("channels", Details::channels);
    FIELDS.put("quietHours", Details::quietHours);
    FIELDS.put("digestTime", Details::digestTime);
    FIELDS.put("dayStartsAt", Details::dayStartsAt);
    FIELDS.put("dailyGoal", Details::dailyGoal);
    FIELDS.put("weeklyGoal", Details::weeklyGoal);
  }

  /** The user's time zone; null until it is set. */
  public @Nullable ZoneId zone() {
    return details.zone;
  }

  /**
   * The profile with these details; the same profile, version included, if nothing differs. Another
   * e-mail address is not confirmed, and its confirmation is requested.
   */
  public Profile with(Details other, Command command) {
    if (details.equals(other)) {
      return this;
    }
    EmailConfirmation after =
        Objects.equals(details.email, other.email)
            ? confirmation
            : EmailConfirmation.ofNew(other.email, command.at());
    return new Profile(userId, other, after, version + 1, command.at());
  }

  /**
   * Requests another confirmation mail.
   *
   * @throws RefusedCommand if there is no e-mail address, or it is confirmed
   */
  public Profile withConfirmationRequested(Command command) {
    if (details.email == null || confirmation.confirmedAt() != null) {
      throw new RefusedCommand(
          RefusedCommand.Reason.NOTHING_TO_CONFIRM,
          details.email == null
              ? "the profile has no e-mail address; set one, and it is asked to confirm"
              : "the e-mail address is confirmed");
    }
    return new Profile(
        userId,
        details,
        EmailConfirmation.ofNew(details.email, command.at()),
        version + 1,
        command.at());
  }

  /** The profile whose e-mail address the user has confirmed. */
  public Profile withEmailConfirmed(Command command) {
    return new Profile(
        userId, details, new EmailConfirmation(command.at(), null), version + 1, command.at());
  }

  /** The profile without details, for the event of its deletion. */
  public Profile erased(Command command) {
    return new Profile(userId, Details.NONE, EmailConfirmation.NONE, version + 1, command.at());
  }

  /** Which fields differ from this version to the other. */
  public Map<String, Change> changesTo(Profile after) {
    Map<String, Change> changes = new LinkedHashMap<>();
    FIELDS.forEach(
        (name, field) ->
            Changes.put(name, field.apply(details), field.apply(after.details), changes));
    Changes.put(
        "emailConfirmedAt", confirmation.confirmedAt(), after.confirmation.confirmedAt(), changes);
    Changes.put(
        "confirmationRequestedAt",
        confirmation.requestedAt(),
        after.confirmation.requestedAt(),
        changes);
    return changes;
  }

  public ProfileSnapshot snapshot() {
    return new ProfileSnapshot(
        userId,
        details.displayName,
        details.zone,
        details.language,
        details.email,
        confirmation.confirmedAt(),
        confirmation.requestedAt(),
        details.defaultReminders,
        details.allDayTime,
        details.channels,
        details.quietHours,
        details.digestTime,
        details.dayStartsAt,
        details.dailyGoal,
        details.weeklyGoal,
        version,
        updatedAt);
  }
}
