package dev.perennial.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channels by which a person wants to receive each kind of notification.
 *
 * @param reminder the channels for reminders of tasks; null for all channels, empty for none
 * @param digest the channels for the daily digest; null for all channels, empty for none
 */
public record Channels(@Nullable List<Channel> reminder, @Nullable List<Channel> digest) {

  public Channels {
    reminder = reminder == null ? null : Required.list("reminder", reminder);
    digest = digest == null ? null : Required.list("digest", digest);
  }
}
