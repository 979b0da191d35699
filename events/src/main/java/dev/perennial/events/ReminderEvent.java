package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code reminder.*} event.
 *
 * @param notification what is to be told, was told, or was not
 * @param channel by which it was told, or could not be; null of what is due or has expired
 * @param reason why it was not told; null of what is due or was delivered
 * @param audience the user who is told
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
