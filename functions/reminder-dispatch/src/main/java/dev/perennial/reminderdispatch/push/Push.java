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

/** Makes pushes of messages. What comes twice after a crash takes the first one's place. */
final class Push {

  private Push() {}

  static com.google.firebase.messaging.Message of(Message message, String token) {
    var told = message.notification();
    // 32 characters of the alphabet that a Topic may have (RFC 8030, section 5.4).
    String collapse = told.id().toString().replace("-", "");
    return addressedTo(token)
        .setNotification(
            Notification.builder().setTitle(message.subject()).setBody(body(message)).build())
        .putData("notification", told.id().toString())
        .putData("kind", told.kind().name().toLowerCase(Locale.ROOT))
        .putData(
            "tasks",
            told.reminders().stream()
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

  /** Devices of all ages register by token; the successor of it is for new ones only. */
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
