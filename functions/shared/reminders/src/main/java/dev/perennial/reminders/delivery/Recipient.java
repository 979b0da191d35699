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
 * Who is told, as their newest profile has them.
 *
 * @param profile null if nothing was heard of them yet
 * @param unsubscribeToken what a mail names instead of the person; null if there is none yet
 * @param unsubscribed kinds that are not mailed any more
 */
public record Recipient(
    String userId,
    @Nullable ProfileSnapshot profile,
    @Nullable UUID unsubscribeToken,
    Set<Notification.Kind> unsubscribed) {

  /** The channels by which this person wants to be told such things. */
  public Set<Channel> channels(Notification.Kind kind) {
    Channels chosen = profile == null ? null : profile.channels();
    List<Channel> wanted =
        chosen == null
            ? null
            : switch (kind) {
              case REMINDER -> chosen.reminder();
              case DIGEST -> chosen.digest();
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

  public @Nullable String displayName() {
    return profile == null ? null : profile.displayName();
  }

  /** The day on which it is due where this person is. */
  LocalDate dayOf(Due due) {
    return due.time() == null ? due.date() : localTimeOf(due).toLocalDate();
  }

  /** When it is due where this person is; an all-day task at the day's start. */
  ZonedDateTime localTimeOf(Due due) {
    if (due.time() == null) {
      return due.date().atStartOfDay(zone());
    }
    ZoneId its = due.zone() == null ? zone() : due.zone();
    return due.date().atTime(due.time()).atZone(its).withZoneSameInstant(zone());
  }
}
