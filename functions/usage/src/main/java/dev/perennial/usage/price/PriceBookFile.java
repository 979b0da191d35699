package dev.perennial.usage.price;

import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The YAML of a price book. An error names the field and what would be right. */
final class PriceBookFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private record Book(
      @Nullable String book,
      @Nullable String name,
      @Nullable String source,
      @Nullable String date,
      @Nullable List<Version> versions) {}

  private record Version(
      int version,
      @Nullable String validFrom,
      @Nullable String currency,
      @Nullable List<Line> prices) {}

  private record Line(
      @Nullable String unit, @Nullable String price, @Nullable Long per, @Nullable Long free) {}

  private final String file;

  private PriceBookFile(String file) {
    this.file = file;
  }

  /**
   * @throws IllegalArgumentException if the content is no price book
   */
  static PriceBook parse(String file, String yaml) {
    return new PriceBookFile(file).parse(yaml);
  }

  private PriceBook parse(String yaml) {
    try {
      Book book = YAML.readValue(yaml, Book.class);
      check(!required("versions", book.versions()).isEmpty(), "versions", "a list of one at least");
      return new PriceBook(
          required("book", book.book()),
          required("name", book.name()),
          required("source", book.source()),
          required("date", book.date()),
          required("versions", book.versions()).stream().map(this::version).toList(),
          yaml);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  private PriceBook.Version version(Version version) {
    String currency = required("currency", version.currency());
    check(currency.matches("[A-Z]{3}"), "currency", "a code of ISO 4217, such as USD");
    Map<Unit, Price> prices = new EnumMap<>(Unit.class);
    for (Line line : required("prices", version.prices())) {
      Price price = price(line);
      check(prices.put(price.unit(), price) == null, "unit", "once in a version");
    }
    return new PriceBook.Version(version.version(), validFrom(version), currency, prices);
  }

  private Instant validFrom(Version version) {
    String text = required("validFrom", version.validFrom());
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong("validFrom", "an instant, such as 2026-01-01T00:00:00Z");
    }
  }

  private Price price(Line line) {
    String key = required("unit", line.unit());
    Unit unit =
        Unit.of(key)
            .orElseThrow(
                () ->
                    wrong(
                        "unit",
                        "one of " + List.of(Unit.values()).stream().map(Unit::key).toList()));
    long per = line.per() == null ? 1 : line.per();
    check(per > 0, "per", "a positive whole number");
    long free = line.free() == null ? 0 : line.free();
    check(free >= 0, "free", "a whole number from 0");
    return new Price(
        unit,
        picos(required("price", line.price())),
        BigInteger.valueOf(per),
        BigInteger.valueOf(free));
  }

  private BigInteger picos(String text) {
    try {
      BigInteger picos = Amount.parse(text);
      check(picos.signum() >= 0, "price", "not negative");
      return picos;
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong("price", "a decimal number in quotes with at most 12 decimals");
    }
  }

  private <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw wrong(field, "there");
    }
    return value;
  }

  private void check(boolean isRight, String field, String right) {
    if (!isRight) {
      throw wrong(field, right);
    }
  }

  private IllegalArgumentException wrong(String field, String right) {
    return new IllegalArgumentException(file + ": " + field + " must be " + right);
  }
}
