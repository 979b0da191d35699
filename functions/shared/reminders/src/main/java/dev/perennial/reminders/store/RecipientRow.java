package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.Notification;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.reminders.delivery.Recipient;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The recipient of a notification.
 *
 * @param profile the ProfileSnapshot as JSON; null if none has arrived yet
 * @param unsubscribeToken null if nothing is stored about the person yet
 * @param unsubscribed kinds of notification, separated by commas
 */
@MappedEntity(schema = "reminders", value = "people")
record RecipientRow(
    @Id String userId,
    @Nullable String profile,
    @Nullable UUID unsubscribeToken,
    String unsubscribed) {

  Recipient recipient() {
    return new Recipient(
        userId,
        profile == null ? null : EventJson.MAPPER.readValue(profile, ProfileSnapshot.class),
        unsubscribeToken,
        Arrays.stream(unsubscribed.split(","))
            .filter(kind -> !kind.isEmpty())
            .map(kind -> Notification.Kind.valueOf(kind.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
