package dev.perennial.reminderdispatch.push;

import dev.perennial.events.Notification;
import dev.perennial.reminderdispatch.Deadline;
import dev.perennial.reminderdispatch.Messenger;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Result;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by push to each of a person's devices, once each; off without {@code
 * FIREBASE_CREDENTIALS_FILE}. What one device could not be told yet is tried again for that one.
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

  /** Each device has its turn, whatever came of the one before. */
  @Override
  public Result send(Message message, Delivery claimed, Deadline deadline) {
    Set<String> took = new HashSet<>();
    Result rest = new Result.Suppressed("no device");
    for (String token : store.devices(message.to().userId())) {
      String device = nameOf(token);
      if (claimed.taken().contains(device)) {
        continue;
      }
      Result one = send(message, token, deadline);
      if (one instanceof Result.Sent) {
        took.add(device);
      } else if (weight(one) > weight(rest)) {
        rest = one;
      }
    }
    if (took.isEmpty()) {
      return rest;
    }
    return mayWorkLater(rest) ? new Result.Partly(took, rest) : new Result.Sent();
  }

  private Result send(Message message, String token, Deadline deadline) {
    if (deadline.hasCome()) {
      return new Result.Deferred("not every device could be told in time");
    }
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

  /** A token is a secret: whoever has it can push. */
  private static String nameOf(String token) {
    return HexFormat.of().formatHex(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
  }

  /** What may still work is not given up for what never will. */
  private static int weight(Result result) {
    return switch (result) {
      case Result.Away _ -> 3;
      case Result.Deferred _ -> 2;
      case Result.Suppressed _ -> 0;
      default -> 1;
    };
  }

  private static boolean mayWorkLater(Result result) {
    return result instanceof Result.Away || result instanceof Result.Deferred;
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
