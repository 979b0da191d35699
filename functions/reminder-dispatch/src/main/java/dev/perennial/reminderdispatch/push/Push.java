package dev.perennial.reminderdispatch.push;

import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import com.google.firebase.messaging.WebpushNotification;
import dev.perennial.events.EventJson;
import dev.perennial.reminders.delivery.Message;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the push of a message, within the limit of Firebase. A push repeated after a crash
 * replaces the first one on the device.
 */
final class Push {

  /** The limit of Firebase for a message, in bytes. */
  private static final int MAX_BYTES = 4096;

  /** More than everything in a message but its texts and the ids of tasks. */
  private static final int FRAME_BYTES = 800;

  private static final int ID_BYTES = 36 + ",".length();

  private Push() {}

  static com.google.firebase.messaging.Message of(Message message, String token) {
    var notification = message.notification();
    // At most 32 characters of the alphabet of a Topic (RFC 8030, section 5.4).
    String collapse = notification.id().toString().replace("-", "");
    String body = body(message);
    List<String> tasks =
        notification.reminders().stream()
            .map(reminded -> reminded.taskId().toString())
            .distinct()
            .toList();
    return addressedTo(token)
        .setNotification(Notification.builder().setTitle(message.subject()).setBody(body).build())
        .putData("notification", notification.id().toString())
        .putData("kind", notification.kind().name().toLowerCase(Locale.ROOT))
        .putData("tasks", String.join(",", fitting(tasks, message.subject(), body)))
        .putData("taskCount", String.valueOf(tasks.size()))
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

  /** As many of the ids as fit into a message with these texts; the texts always fit. */
  private static List<String> fitting(List<String> tasks, String title, String body) {
    int room =
        MAX_BYTES - FRAME_BYTES - EventJson.write(title).length - EventJson.write(body).length;
    return tasks.subList(0, Math.clamp(room / ID_BYTES, 0, tasks.size()));
  }

  /** Deprecated in favour of installation ids, which older devices do not have. */
  @SuppressWarnings("deprecation")
  private static com.google.firebase.messaging.Message.Builder addressedTo(String token) {
    return com.google.firebase.messaging.Message.builder().setToken(token);
  }

  private static String body(Message message) {
    return Stream.of(message.brief(), String.join(" ", message.remarks()))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
