package dev.perennial.reminderdispatch.push;

import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.MessagingErrorCode;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Result;
import dev.perennial.runtime.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Firebase Cloud Messaging. */
final class Firebase implements AutoCloseable {

  /** The service account's JSON. */
  static final String CREDENTIALS = "FIREBASE_CREDENTIALS_FILE";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final FirebaseApp app;
  private final FirebaseMessaging messaging;

  private Firebase(FirebaseApp app) {
    this.app = app;
    this.messaging = FirebaseMessaging.getInstance(app);
  }

  /** What became of a push. */
  sealed interface Answer {

    record Taken() implements Answer {}

    /** There is no device of this token, or none any more. */
    record UnknownDevice() implements Answer {}

    record Other(Result result) implements Answer {}
  }

  /**
   * By {@code FIREBASE_CREDENTIALS_FILE}; with {@code FIREBASE_ENDPOINT} all goes there instead of
   * to Google, by the same paths.
   */
  static Firebase open(Settings settings) {
    HttpTransport transport = transport(settings.optional("FIREBASE_ENDPOINT", ""));
    try (var file = Files.newInputStream(Path.of(settings.required(CREDENTIALS)))) {
      return new Firebase(
          FirebaseApp.initializeApp(
              FirebaseOptions.builder()
                  .setCredentials(GoogleCredentials.fromStream(file, () -> transport))
                  .setHttpTransport(transport)
                  .build(),
              "perennial-" + System.identityHashCode(transport)));
    } catch (IOException e) {
      throw new UncheckedIOException(CREDENTIALS + " cannot be read", e);
    }
  }

  private static HttpTransport transport(String endpoint) {
    return new AskingOnce(endpoint.isEmpty() ? null : URI.create(endpoint), TIMEOUT);
  }

  Answer send(Message message, String token) {
    try {
      messaging.send(Push.of(message, token));
      return new Answer.Taken();
    } catch (FirebaseMessagingException e) {
      return answer(e);
    } catch (UncheckedIOException e) {
      return new Answer.Other(new Result.Away("Firebase cannot be reached"));
    }
  }

  private static Answer answer(FirebaseMessagingException fault) {
    MessagingErrorCode code = fault.getMessagingErrorCode();
    if (code == MessagingErrorCode.UNREGISTERED || isAboutTheToken(fault)) {
      return new Answer.UnknownDevice();
    }
    return new Answer.Other(
        switch (code) {
          case null -> new Result.Away("Firebase cannot be reached");
          case QUOTA_EXCEEDED -> new Result.Deferred("Firebase's quota is used up");
          case INVALID_ARGUMENT, SENDER_ID_MISMATCH ->
              new Result.Refused("Firebase refused the push: " + code);
          default -> new Result.Away("Firebase answered " + code);
        });
  }

  /** The same code is given for a message that is wrong otherwise. */
  private static boolean isAboutTheToken(FirebaseMessagingException fault) {
    return fault.getMessagingErrorCode() == MessagingErrorCode.INVALID_ARGUMENT
        && String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT).contains("token");
  }

  @Override
  public void close() {
    app.delete();
  }
}
