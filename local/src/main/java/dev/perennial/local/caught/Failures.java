package dev.perennial.local.caught;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The failures that are ordered and have not happened yet. */
public final class Failures<K extends Enum<K>> {

  private final Class<K> kinds;
  private @Nullable K kind;
  private @Nullable String token;
  private int left;

  public Failures(Class<K> kinds) {
    this.kinds = kinds;
  }

  /**
   * Returns the kind that is ordered now, if any.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  public synchronized Optional<K> order(FailOrder order) {
    kind = order.kindOf(kinds);
    token = order.token();
    left = order.times();
    return left == 0 ? Optional.empty() : Optional.ofNullable(kind);
  }

  /** How the next one fails, which then counts as done; empty if it does not. */
  public synchronized Optional<K> next(String forToken) {
    if (left == 0 || (token != null && !token.equals(forToken))) {
      return Optional.empty();
    }
    left--;
    return Optional.ofNullable(kind);
  }
}
