package dev.perennial.local.capture;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The injected failures that have not happened yet. Thread-safe. */
public final class PendingFailures<K extends Enum<K>> {

  private final Class<K> kinds;
  private @Nullable K kind;
  private @Nullable String token;
  private int remaining;

  public PendingFailures(Class<K> kinds) {
    this.kinds = kinds;
  }

  /**
   * Replaces the pending failures and returns their kind; empty if there are none.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  public synchronized Optional<K> inject(InjectedFailure failure) {
    kind = failure.kindIn(kinds);
    token = failure.token();
    remaining = failure.times();
    return remaining == 0 ? Optional.empty() : Optional.ofNullable(kind);
  }

  /** Consumes one pending failure and returns its kind; empty if the next message does not fail. */
  public synchronized Optional<K> next(String forToken) {
    if (remaining == 0 || (token != null && !token.equals(forToken))) {
      return Optional.empty();
    }
    remaining--;
    return Optional.ofNullable(kind);
  }
}
