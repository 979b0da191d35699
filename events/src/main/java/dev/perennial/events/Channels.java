package dev.perennial.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By which channels a person wants to be told what.
 *
 * @param reminder of a task's reminders; null for every channel there is, empty for none
 * @param digest of the daily digest; null for every channel there is, empty for none
 */
public record Channels(@Nullable List<Channel> reminder, @Nullable List<Channel> digest) {

  public Channels {
    reminder = reminder == null ? null : Required.list("reminder", reminder);
    digest = digest == null ? null : Required.list("digest", digest);
  }
}
