package dev.perennial.local.caught;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to fail from now on; replaces every earlier order.
 *
 * @param times how many of the next ones; 0 for none
 * @param kind how
 * @param token only what is for this one; null for all
 */
public record FailOrder(@Nullable Integer times, @Nullable String kind, @Nullable String token) {

  public FailOrder {
    if (times == null || times < 0) {
      throw new IllegalArgumentException("times: a number from 0 on is expected");
    }
    if (kind == null && times > 0) {
      throw new IllegalArgumentException("kind: is missing");
    }
  }

  /**
   * Its kind, or null if nothing is to fail.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  public <K extends Enum<K>> @Nullable K kindOf(Class<K> kinds) {
    if (kind == null) {
      return null;
    }
    return Arrays.stream(kinds.getEnumConstants())
        .filter(known -> spelled(known).equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "kind: no \"%s\"; there are %s".formatted(kind, all(kinds))));
  }

  private static <K extends Enum<K>> String all(Class<K> kinds) {
    return Arrays.stream(kinds.getEnumConstants())
        .map(FailOrder::spelled)
        .collect(Collectors.joining(", "));
  }

  private static String spelled(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
