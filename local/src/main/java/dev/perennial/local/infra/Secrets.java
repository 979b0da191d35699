package dev.perennial.local.infra;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords made at random for one data directory. */
public final class Secrets {

  private static final int BYTES = 24;

  private final KeptValues kept;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param file where they are kept, readable by its owner only
   */
  public Secrets(Path file) {
    this.kept = new KeptValues(file);
  }

  /** The password of this name, made when it is first asked for. */
  public String password(String name) {
    return kept.get(name, value -> true, this::newPassword);
  }

  private String newPassword() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
