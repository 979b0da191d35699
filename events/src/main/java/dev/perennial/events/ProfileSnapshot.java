package dev.perennial.events;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user has told of themself, as the API answers it and events carry it, whole.
 *
 * @param zone an IANA zone
 * @param language a language tag (RFC 5646)
 * @param defaultReminders relative ones, for tasks that have none of their own
 * @param version 1 when made on first use, one more with each change
 */
public record ProfileSnapshot(
    String userId,
    @Nullable String displayName,
    @Nullable ZoneId zone,
    @Nullable String language,
    @Nullable String email,
    @Nullable List<Reminder> defaultReminders,
    long version,
    Instant updatedAt) {

  public ProfileSnapshot {
    Required.present("userId", userId);
    defaultReminders =
        defaultReminders == null ? null : Required.list("defaultReminders", defaultReminders);
    Required.atLeastOne("version", version);
    Required.present("updatedAt", updatedAt);
  }
}
