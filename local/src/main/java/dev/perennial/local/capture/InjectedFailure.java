package dev.perennial.local.capture;

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
public record InjectedFailure(
    @Nullable Integer times, @Nullable String kind, @Nullable String token) {

  public InjectedFailure {
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
  public <K extends Enum<K>> @Nullable K kindIn(Class<K> kinds) {
    if (kind == null) {
      return null;
    }
    return Arrays.stream(kinds.getEnumConstants())
        .filter(known -> jsonName(known).equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "kind: no \"%s\"; there are %s".formatted(kind, allNames(kinds))));
  }

  private static <K extends Enum<K>> String allNames(Class<K> kinds) {
    return Arrays.stream(kinds.getEnumConstants())
        .map(InjectedFailure::jsonName)
        .collect(Collectors.joining(", "));
  }

  private static String jsonName(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
