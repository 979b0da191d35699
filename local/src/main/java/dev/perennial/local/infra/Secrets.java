package dev.perennial.local.infra;

import dev.perennial.embedded.StoredValues;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random passwords and keys of one data directory. Each is created at its first use and then
 * stored.
 */
public final class Secrets {

  private static final int BYTES = 24;
  private static final int KEY_BYTES = 32;

  private final StoredValues stored;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param file that stores them, readable by its owner only
   */
  public Secrets(Path file) {
    this.stored = new StoredValues(file);
  }

  /** Returns the password of this name. */
  public String password(String name) {
    return stored.getOrCreate(name, _ -> true, this::newPassword);
  }

  /** Replaces the password of this name by a new one. */
  public void renewPassword(String name) {
    stored.getOrCreate(name, _ -> false, this::newPassword);
  }

  /** Returns the secret key of this name: 32 bytes in Base64. */
  public String key(String name) {
    return stored.getOrCreate(
        name, _ -> true, () -> Base64.getEncoder().encodeToString(bytes(KEY_BYTES)));
  }

  /** Returns the private signing key of this name: Ed25519, PKCS #8, in Base64. */
  public String signingKey(String name) {
    return stored.getOrCreate(name, _ -> true, Secrets::newSigningKey);
  }

  private String newPassword() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(BYTES));
  }

  private static String newSigningKey() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
