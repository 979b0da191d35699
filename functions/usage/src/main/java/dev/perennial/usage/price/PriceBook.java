package dev.perennial.usage.price;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The prices of one provider over time.
 *
 * @param id its name in requests
 * @param source where its prices were published
 * @param date when they were read there
 * @param versions the oldest first; the first one counts for all time before it as well
 * @param yaml the text that it was read from
 */
public record PriceBook(
    String id, String name, String source, String date, List<Version> versions, String yaml) {

  /** The prices from an instant on. */
  public record Version(int version, Instant validFrom, String currency, Map<Unit, Price> prices) {}

  public PriceBook {
    versions = versions.stream().sorted(Comparator.comparing(Version::validFrom)).toList();
  }

  /** The prices at this instant. */
  public Version at(Instant instant) {
    return versions.stream()
        .filter(version -> !version.validFrom().isAfter(instant))
        .reduce((older, newer) -> newer)
        .orElse(versions.getFirst());
  }

  public String currency() {
    return versions.getLast().currency();
  }
}
