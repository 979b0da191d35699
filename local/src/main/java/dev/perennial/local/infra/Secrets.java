package dev.perennial.local.infra;

import dev.perennial.embedded.StoredValues;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords and keys made at random for one data directory. */
public final class Secrets {

  private static final int BYTES = 24;
  private static final int KEY_BYTES = 32;

  private final StoredValues stored;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param file where they are stored, readable by its owner only
   */
  public Secrets(Path file) {
    this.stored = new StoredValues(file);
  }

  /** The password of this name, made when it is first asked for. */
  public String password(String name) {
    return stored.getOrCreate(name, _ -> true, this::newPassword);
  }

  /** A secret key of 32 bytes by this name, in Base64, made when it is first asked for. */
  public String key(String name) {
    return stored.getOrCreate(
        name, _ -> true, () -> Base64.getEncoder().encodeToString(bytes(KEY_BYTES)));
  }

  /** A key by this name that signs (Ed25519), in PKCS #8 and Base64, made when first asked for. */
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
