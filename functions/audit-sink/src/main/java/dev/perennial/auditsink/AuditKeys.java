package dev.perennial.auditsink;

import dev.perennial.auditsink.chain.PayloadKeys;
import dev.perennial.auditsink.chain.PublishedKey;
import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.auditsink.chain.SigningKey;
import dev.perennial.auditsink.chain.VerificationKeys;
import dev.perennial.runtime.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The keys of the audit trail in the settings. No error message repeats a secret. */
final class AuditKeys {

  private AuditKeys() {}

  /** {@code AUDIT_SIGNING_KEY}, which signs checkpoints. */
  static SigningKey signingKey(Settings settings) {
    return SigningKey.of(settings.required("AUDIT_SIGNING_KEY"));
  }

  /**
   * The public key of the signing key, and those in {@code AUDIT_VERIFICATION_KEYS}, separated by
   * commas: of former signing keys, and of the next one before it signs.
   */
  static VerificationKeys verificationKeys(Settings settings, SigningKey current) {
    Stream<PublishedKey> others =
        each("AUDIT_VERIFICATION_KEYS", settings, PublishedKey::of).stream();
    return new VerificationKeys(Stream.concat(Stream.of(current.published()), others).toList());
  }

  /**
   * {@code AUDIT_KEY}, and those in {@code AUDIT_OTHER_KEYS}, separated by commas: former payload
   * keys, and the next one before it encrypts.
   */
  static PayloadKeys payloadKeys(Settings settings) {
    return new PayloadKeys(
        SealingKey.of(settings.required("AUDIT_KEY")),
        each("AUDIT_OTHER_KEYS", settings, SealingKey::of));
  }

  private static <T> List<T> each(String name, Settings settings, Function<String, T> key) {
    try {
      return Arrays.stream(settings.optional(name, "").split(","))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .map(key)
          .toList();
    } catch (IllegalArgumentException notOne) {
      throw new IllegalArgumentException(name + ": " + notOne.getMessage(), notOne);
    }
  }
}
