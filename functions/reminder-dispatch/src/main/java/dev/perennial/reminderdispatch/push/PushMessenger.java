package dev.perennial.reminderdispatch.push;

import dev.perennial.events.Notification;
import dev.perennial.reminderdispatch.Deadline;
import dev.perennial.reminderdispatch.Messenger;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Result;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.runtime.Settings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by push to each of a person's devices; off without {@code FIREBASE_CREDENTIALS_FILE}. It is
 * delivered if one device took it: a retry would tell that one twice.
 */
public final class PushMessenger implements Messenger, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PushMessenger.class);

  private final Settings settings;
  private final DeliveryStore store;
  private @Nullable Firebase firebase;

  public PushMessenger(Settings settings, DeliveryStore store) {
    this.settings = settings;
    this.store = store;
  }

  @Override
  public boolean isOn() {
    return !settings.optional(Firebase.CREDENTIALS, "").isEmpty();
  }

  @Override
  public Optional<String> closedTo(Recipient to, Notification.Kind kind) {
    return isOn() ? Optional.empty() : Optional.of("push is not configured");
  }

  @Override
  public Result send(Message message, Deadline deadline) {
    List<String> tokens = store.devices(message.to().userId());
    Result result = new Result.Suppressed("no device");
    for (String token : tokens) {
      Result one = send(message, token, deadline);
      if (!(result instanceof Result.Sent) && weight(one) >= weight(result)) {
        result = one;
      }
      if (one instanceof Result.Away) {
        break;
      }
    }
    return result;
  }

  private Result send(Message message, String token, Deadline deadline) {
    Firebase open = firebase();
    return switch (deadline.hold(() -> open.send(message, token))) {
      case Firebase.Answer.Taken() -> new Result.Sent();
      case Firebase.Answer.UnknownDevice() -> {
        store.forgetDevice(token);
        LOG.info("A device that is not registered any more was removed");
        yield new Result.Refused("the device is not registered any more");
      }
      case Firebase.Answer.Other(Result result) -> result;
    };
  }

  /** What one device took is told; what may still work is not given up for one that never will. */
  private static int weight(Result result) {
    return switch (result) {
      case Result.Suppressed _, Result.Crowded _ -> 0;
      case Result.Refused _, Result.Impossible _ -> 1;
      case Result.Deferred _ -> 2;
      case Result.Away _ -> 3;
      case Result.Sent _ -> 4;
    };
  }

  /**
   * Opened by the first push: its classes cost a cold start more than all else of this function.
   */
  private synchronized Firebase firebase() {
    if (firebase == null) {
      firebase = Firebase.open(settings);
    }
    return firebase;
  }

  @Override
  public synchronized void close() {
    if (firebase != null) {
      firebase.close();
    }
  }
}
