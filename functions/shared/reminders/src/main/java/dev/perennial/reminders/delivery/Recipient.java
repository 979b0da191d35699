package dev.perennial.reminders.delivery;

import dev.perennial.events.Channel;
import dev.perennial.events.Channels;
import dev.perennial.events.Due;
import dev.perennial.events.Notification;
import dev.perennial.events.ProfileSnapshot;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The recipient of a notification, with their newest profile.
 *
 * @param profile null if none has arrived yet
 * @param unsubscribeToken identifies the person in the unsubscribe link of a mail; null if there is
 *     none yet
 * @param unsubscribed the kinds of notification they have unsubscribed from by mail
 */
public record Recipient(
    String userId,
    @Nullable ProfileSnapshot profile,
    @Nullable UUID unsubscribeToken,
    Set<Notification.Kind> unsubscribed) {

  /**
   * The channels this person has chosen for this kind; all channels by default. A confirmation goes
   * to the address that is to be confirmed only, and a budget by the channels of reminders.
   */
  public Set<Channel> channels(Notification.Kind kind) {
    if (kind == Notification.Kind.CONFIRMATION) {
      return EnumSet.of(Channel.EMAIL);
    }
    Channels chosen = profile == null ? null : profile.channels();
    List<Channel> wanted =
        chosen == null
            ? null
            : switch (kind) {
              case REMINDER, BUDGET -> chosen.reminder();
              case DIGEST -> chosen.digest();
              case CONFIRMATION -> List.of(Channel.EMAIL);
            };
    if (wanted == null) {
      return EnumSet.allOf(Channel.class);
    }
    return wanted.isEmpty() ? Set.of() : EnumSet.copyOf(wanted);
  }

  public ZoneId zone() {
    return profile == null || profile.zone() == null ? ZoneOffset.UTC : profile.zone();
  }

  public Locale language() {
    return profile == null || profile.language() == null
        ? Locale.ENGLISH
        : Locale.forLanguageTag(profile.language());
  }

  public @Nullable String email() {
    return profile == null ? null : profile.email();
  }

  /** Whether the person has confirmed their address. */
  public boolean isEmailConfirmed() {
    return profile != null && profile.emailConfirmedAt() != null;
  }

  public @Nullable String displayName() {
    return profile == null ? null : profile.displayName();
  }

  /** The due day in the zone of this person. */
  LocalDate dayOf(Due due) {
    return due.time() == null ? due.date() : localTimeOf(due).toLocalDate();
  }

  /** The due time in the zone of this person; the start of the day for an all-day task. */
  ZonedDateTime localTimeOf(Due due) {
    if (due.time() == null) {
      return due.date().atStartOfDay(zone());
    }
    ZoneId zone = due.zone() == null ? zone() : due.zone();
    return due.date().atTime(due.time()).atZone(zone).withZoneSameInstant(zone());
  }
}
