package dev.perennial.auditsink.chain;

import dev.perennial.events.CheckpointEvent;
import dev.perennial.runtime.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public key of the key that signs checkpoints.
 *
 * @param keyId the first 8 bytes of the SHA-256 of the public key, in hexadecimal
 * @param publicKey SubjectPublicKeyInfo (RFC 8410), in Base64
 */
public record PublishedKey(String keyId, String algorithm, String publicKey) {

  private static final int ID_BYTES = 8;

  /**
   * @param publicKey in Base64, as published
   * @throws IllegalArgumentException if it is not an Ed25519 key
   */
  public static PublishedKey of(String publicKey) {
    return of(decoded(publicKey));
  }

  static PublishedKey of(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return new PublishedKey(
        HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(encoded), ID_BYTES)),
        "Ed25519",
        Base64.getEncoder().encodeToString(encoded));
  }

  /** Whether this key signed exactly this checkpoint. */
  public boolean signed(CheckpointEvent event) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initVerify(decoded(publicKey));
      signature.update(SigningKey.signed(event.checkpoint()));
      return signature.verify(Base64.getDecoder().decode(event.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
      return false;
    }
  }

  private static PublicKey decoded(String publicKey) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
    } catch (GeneralSecurityException | IllegalArgumentException notOne) {
      throw new IllegalArgumentException("not a public Ed25519 key in Base64", notOne);
    }
  }
}
