package dev.perennial.auditsink.chain;

/** A sealed text was not sealed by this key, or was bound to something else. */
public final class SealBroken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SealBroken(String message, Throwable cause) {
    super(message, cause);
  }
}
