package dev.perennial.reminders.store;

import dev.perennial.events.Channel;
import dev.perennial.reminders.delivery.Delivery;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * @param taken by blanks
 */
@MappedEntity(schema = "reminders", value = "deliveries")
record DeliveryRow(
    @Id UUID notificationId, String channel, String state, long fence, String taken) {

  Delivery delivery() {
    return new Delivery(
        notificationId,
        Channel.valueOf(channel),
        Delivery.State.valueOf(state),
        fence,
        Arrays.stream(taken.split(" "))
            .filter(place -> !place.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }
}
