package dev.perennial.auditsink.chain;

import dev.perennial.runtime.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and authenticates with AES-256-GCM. A sealed text does not decrypt if one of its bits,
 * or of the data it was bound to, has changed.
 */
public final class SealingKey {

  private static final int BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final UUID id;
  private final byte[] secret;

  private SealingKey(UUID id, byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + secret.length);
    }
    this.id = id;
    this.secret = secret;
  }

  /** A new random key. */
  public static SealingKey random() {
    var secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return new SealingKey(UUID.randomUUID(), secret);
  }

  /**
   * @param base64 32 bytes
   * @throws IllegalArgumentException if it is anything else; the message does not repeat it
   */
  public static SealingKey of(String base64) {
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      secret = new byte[0];
    }
    // The id is stored, so it is of a hash of the secret.
    return new SealingKey(UUID.nameUUIDFromBytes(Sha256.of(secret)), secret);
  }

  public UUID id() {
    return id;
  }

  /** This key, encrypted by another key for this owner. */
  public byte[] sealedBy(SealingKey other, String owner) {
    return other.seal(secret, name(id, owner));
  }

  /**
   * Decrypts a key that was encrypted for this owner under this id.
   *
   * @throws SealBroken if it was not
   */
  public static SealingKey openedBy(SealingKey other, UUID id, String owner, byte[] sealed) {
    return new SealingKey(id, other.open(sealed, name(id, owner)));
  }

  byte[] seal(byte[] plain, byte[] boundTo) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, boundTo).doFinal(plain);
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
      return all;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  byte[] open(byte[] sealed, byte[] boundTo) {
    if (sealed.length < NONCE_BYTES) {
      throw new SealBroken("shorter than its nonce", new AEADBadTagException());
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, boundTo)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new SealBroken("not sealed by the key " + id + ", or for another entry", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] boundTo) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(boundTo);
    return cipher;
  }

  private static byte[] name(UUID id, String owner) {
    return (id + " " + owner).getBytes(StandardCharsets.UTF_8);
  }

  /** Contains no secret. */
  @Override
  public String toString() {
    return "SealingKey[" + id + "]";
  }
}
