package dev.perennial.reminderdispatch.push;

import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.MessagingErrorCode;
import dev.perennial.reminderdispatch.channel.SendResult;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.runtime.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A client of Firebase Cloud Messaging. */
final class Firebase implements AutoCloseable {

  /** The setting with the JSON of the service account. */
  static final String CREDENTIALS = "FIREBASE_CREDENTIALS";

  /** The result for a device that is not registered (any longer) and is to be removed. */
  static final SendResult UNREGISTERED =
      new SendResult.Rejected("the device is not registered any more");

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final FirebaseApp app;
  private final FirebaseMessaging messaging;

  private Firebase(FirebaseApp app) {
    this.app = app;
    this.messaging = FirebaseMessaging.getInstance(app);
  }

  /**
   * Opens a client with the credentials of {@code FIREBASE_CREDENTIALS}. {@code FIREBASE_ENDPOINT}
   * replaces the scheme and host of all requests.
   *
   * @throws UncheckedIOException if the credentials cannot be read
   */
  static Firebase open(Settings settings) {
    HttpTransport transport = transport(settings.optional("FIREBASE_ENDPOINT", ""));
    byte[] json = settings.required(CREDENTIALS).getBytes(StandardCharsets.UTF_8);
    try (InputStream credentials = new ByteArrayInputStream(json)) {
      return new Firebase(
          FirebaseApp.initializeApp(
              FirebaseOptions.builder()
                  .setCredentials(GoogleCredentials.fromStream(credentials, () -> transport))
                  .setHttpTransport(transport)
                  .build(),
              "perennial-" + System.identityHashCode(transport)));
    } catch (IOException e) {
      throw new UncheckedIOException(CREDENTIALS + " cannot be read", e);
    }
  }

  private static HttpTransport transport(String endpoint) {
    return new NoRetryTransport(endpoint.isEmpty() ? null : URI.create(endpoint), TIMEOUT);
  }

  /** Sends to one device; one request, no retry. */
  SendResult send(Message message, String token) {
    try {
      messaging.send(Push.of(message, token));
      return new SendResult.Sent();
    } catch (FirebaseMessagingException e) {
      return result(e);
    } catch (UncheckedIOException e) {
      return new SendResult.Unavailable("Firebase cannot be reached");
    }
  }

  private static SendResult result(FirebaseMessagingException fault) {
    MessagingErrorCode code = fault.getMessagingErrorCode();
    if (code == MessagingErrorCode.UNREGISTERED || isInvalidToken(fault)) {
      return UNREGISTERED;
    }
    return switch (code) {
      case null -> new SendResult.Unavailable("Firebase cannot be reached");
      case QUOTA_EXCEEDED -> new SendResult.Deferred("Firebase's quota is used up");
      case INVALID_ARGUMENT, SENDER_ID_MISMATCH ->
          new SendResult.Rejected("Firebase refused the push: " + code);
      default -> new SendResult.Unavailable("Firebase answered " + code);
    };
  }

  /** INVALID_ARGUMENT is also returned for an invalid message, so the text decides. */
  private static boolean isInvalidToken(FirebaseMessagingException fault) {
    return fault.getMessagingErrorCode() == MessagingErrorCode.INVALID_ARGUMENT
        && String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT).contains("token");
  }

  @Override
  public void close() {
    app.delete();
  }
}
