package dev.perennial.reminderdispatch.push;

import dev.perennial.events.Notification;
import dev.perennial.reminderdispatch.channel.ChannelSender;
import dev.perennial.reminderdispatch.channel.Deadline;
import dev.perennial.reminderdispatch.channel.SendResult;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Recipient;
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
 * Sends pushes to all devices of a person, once each; not configured without {@code
 * FIREBASE_CREDENTIALS}. A retry sends only to the devices that do not have the message yet.
 */
public final class PushSender implements ChannelSender, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PushSender.class);

  private final Settings settings;
  private final DeliveryStore store;
  private final Runnable onPushed;
  private @Nullable Firebase firebase;

  /**
   * @param onPushed is called for each device whose push was accepted
   */
  public PushSender(Settings settings, DeliveryStore store, Runnable onPushed) {
    this.settings = settings;
    this.store = store;
    this.onPushed = onPushed;
  }

  @Override
  public boolean isConfigured() {
    return !settings.optional(Firebase.CREDENTIALS, "").isEmpty();
  }

  @Override
  public Optional<String> unavailableTo(Recipient to, Notification.Kind kind) {
    return isConfigured() ? Optional.empty() : Optional.of("push is not configured");
  }

  /** Tries every device, even if one before it has failed. */
  @Override
  public SendResult send(Message message, Delivery claimed, Deadline deadline) {
    Set<String> deliveredTo = new HashSet<>();
    SendResult rest = new SendResult.Suppressed("no device");
    for (String token : store.deviceTokens(message.to().userId())) {
      String device = hashOf(token);
      if (claimed.deliveredTo().contains(device)) {
        continue;
      }
      SendResult result = send(message, token, deadline);
      if (result instanceof SendResult.Sent) {
        deliveredTo.add(device);
        onPushed.run();
      } else if (precedence(result) > precedence(rest)) {
        rest = result;
      }
    }
    if (deliveredTo.isEmpty()) {
      return rest;
    }
    return isTransient(rest) ? new SendResult.Partial(deliveredTo, rest) : new SendResult.Sent();
  }

  private SendResult send(Message message, String token, Deadline deadline) {
    if (deadline.isOver()) {
      return new SendResult.Deferred("not every device was reached in time");
    }
    Firebase open = firebase();
    SendResult result = deadline.run(() -> open.send(message, token));
    if (result.equals(Firebase.UNREGISTERED)) {
      store.removeDevice(token);
      LOG.info("Removed a device that is no longer registered");
    }
    return result;
  }

  /** A token is a secret: it allows to push to the device. So only its hash is stored. */
  private static String hashOf(String token) {
    return HexFormat.of().formatHex(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
  }

  /** A result that may change by a retry takes precedence over a permanent one. */
  private static int precedence(SendResult result) {
    return switch (result) {
      case SendResult.Unavailable _ -> 3;
      case SendResult.Deferred _ -> 2;
      case SendResult.Suppressed _ -> 0;
      default -> 1;
    };
  }

  private static boolean isTransient(SendResult result) {
    return result instanceof SendResult.Unavailable || result instanceof SendResult.Deferred;
  }

  /** Opened for the first push: its classes take most of the function's cold start. */
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
