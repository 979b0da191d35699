package dev.perennial.auditsink.chain;

/** What is sealed was not sealed by this key, or not for where it is found. */
public final class SealBroken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SealBroken(String message, Throwable cause) {
    super(message, cause);
  }
}
