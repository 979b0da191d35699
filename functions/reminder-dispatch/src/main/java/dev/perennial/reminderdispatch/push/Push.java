package dev.perennial.reminderdispatch.push;

import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import com.google.firebase.messaging.WebpushNotification;
import dev.perennial.reminders.delivery.Message;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Builds the push of a message. A push repeated after a crash replaces the first one on the device.
 */
final class Push {

  private Push() {}

  static com.google.firebase.messaging.Message of(Message message, String token) {
    var notification = message.notification();
    // At most 32 characters of the alphabet of a Topic (RFC 8030, section 5.4).
    String collapse = notification.id().toString().replace("-", "");
    return addressedTo(token)
        .setNotification(
            Notification.builder().setTitle(message.subject()).setBody(body(message)).build())
        .putData("notification", notification.id().toString())
        .putData("kind", notification.kind().name().toLowerCase(Locale.ROOT))
        .putData(
            "tasks",
            notification.reminders().stream()
                .map(reminded -> reminded.taskId().toString())
                .distinct()
                .collect(Collectors.joining(",")))
        .setAndroidConfig(AndroidConfig.builder().setCollapseKey(collapse).build())
        .setApnsConfig(
            ApnsConfig.builder()
                .putHeader("apns-collapse-id", collapse)
                .setAps(Aps.builder().setSound("default").build())
                .build())
        .setWebpushConfig(
            WebpushConfig.builder()
                .putHeader("Topic", collapse)
                .setNotification(WebpushNotification.builder().setTag(collapse).build())
                .build())
        .build();
  }

  /** Deprecated in favour of installation ids, which older devices do not have. */
  @SuppressWarnings("deprecation")
  private static com.google.firebase.messaging.Message.Builder addressedTo(String token) {
    return com.google.firebase.messaging.Message.builder().setToken(token);
  }

  private static String body(Message message) {
    return message.remarks().isEmpty()
        ? message.brief()
        : message.brief() + "\n" + String.join(" ", message.remarks());
  }
}
