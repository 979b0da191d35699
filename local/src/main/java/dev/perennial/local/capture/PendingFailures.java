package dev.perennial.local.capture;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The failures that are ordered and have not happened yet. */
public final class PendingFailures<K extends Enum<K>> {

  private final Class<K> kinds;
  private @Nullable K kind;
  private @Nullable String token;
  private int remaining;

  public PendingFailures(Class<K> kinds) {
    this.kinds = kinds;
  }

  /**
   * Returns the kind that is ordered now, if any.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  public synchronized Optional<K> inject(InjectedFailure failure) {
    kind = failure.kindIn(kinds);
    token = failure.token();
    remaining = failure.times();
    return remaining == 0 ? Optional.empty() : Optional.ofNullable(kind);
  }

  /** How the next one fails, which then counts as done; empty if it does not. */
  public synchronized Optional<K> next(String forToken) {
    if (remaining == 0 || (token != null && !token.equals(forToken))) {
      return Optional.empty();
    }
    remaining--;
    return Optional.ofNullable(kind);
  }
}
