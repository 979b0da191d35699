package dev.perennial.local.capture;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request to let the next messages fail. It replaces an earlier one.
 *
 * @param times how many messages fail; 0 for none
 * @param kind of failure; may be null only if times is 0
 * @param token of the device whose messages fail; null for all
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
   * Returns the kind; null if nothing is to fail.
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
