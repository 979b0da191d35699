package dev.perennial.reminders.store;

import dev.perennial.events.Channel;
import dev.perennial.reminders.delivery.Delivery;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A {@link Delivery} as it is stored.
 *
 * @param deliveredTo hashes, separated by blanks
 */
@MappedEntity(schema = "reminders", value = "deliveries")
record DeliveryRow(
    @Id UUID notificationId, String channel, String state, long fence, String deliveredTo) {

  Delivery delivery() {
    return new Delivery(
        notificationId,
        Channel.valueOf(channel),
        Delivery.State.valueOf(state),
        fence,
        Arrays.stream(deliveredTo.split(" "))
            .filter(destination -> !destination.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }
}
