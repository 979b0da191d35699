package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code reminder.*} event.
 *
 * @param notification the notification that is due, was delivered, has failed or has expired
 * @param channel the channel of the delivery or of the failure; null for due and expired
 * @param reason why the notification was not delivered; null for due and delivered
 * @param audience the recipient
 */
public record ReminderEvent(
    Notification notification,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Channel channel,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
    List<String> audience) {

  public ReminderEvent {
    Required.present("notification", notification);
    audience = Required.list("audience", audience);
  }
}
