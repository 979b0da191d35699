package dev.perennial.usage.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.runtime.Settings;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Price books, and amounts that are exact. */
class PriceBooksTest {

  private static final String BOOK =
      """
      book: mine
      name: Mine
      source: a contract
      date: 2026-12-01
      versions:
        - version: 1
          validFrom: 2026-01-01T00:00:00Z
          currency: EUR
          prices:
            - unit: invocation
              price: "0.20"
              per: 1000000
      """;

  @TempDir private Path directory;

  @Test
  void every_shipped_book_names_its_source_and_the_date_of_its_prices() {
    PriceBooks books = PriceBooks.from(new Settings("usage", Map.of()));

    assertThat(books.all())
        .extracting(PriceBook::id)
        .containsExactly("aws-lambda", "azure-container-apps", "cloud-run", "own-cluster");
    assertThat(books.all())
        .allSatisfy(
            book -> {
              assertThat(book.source()).isNotBlank();
              assertThat(book.date()).matches("20\\d\\d-\\d\\d-\\d\\d");
            });
  }

  /** 50 ms and 256 MiB, a million times. */
  @ParameterizedTest
  @CsvSource({"aws-lambda, 0.408333750000", "cloud-run, 2.862500000000"})
  void a_million_requests_cost_what_the_provider_publishes(String id, String total) {
    PriceBook book = PriceBooks.from(new Settings("usage", Map.of())).named(id).orElseThrow();
    BigInteger million = BigInteger.valueOf(1_000_000);
    Map<Unit, Long> each =
        Map.of(
            Unit.INVOCATION, 1L,
            Unit.MIB_MS, 50L * 256,
            Unit.ACTIVE_100MS, 1L,
            Unit.MIB_100MS, 256L);

    Amount sum =
        book.at(Instant.now()).prices().values().stream()
            .map(price -> price.of(BigInteger.valueOf(each.get(price.unit())).multiply(million)))
            .reduce(Amount.ZERO, Amount::plus);

    assertThat(sum.text()).isEqualTo(total);
  }

  @Test
  void a_book_of_the_operator_is_added_and_replaces_one_of_the_same_name() throws Exception {
    Files.writeString(directory.resolve("a.yaml"), BOOK);
    Files.writeString(directory.resolve("b.yaml"), BOOK.replace("book: mine", "book: aws-lambda"));

    PriceBooks books =
        PriceBooks.from(
            new Settings("usage", Map.of("PRICE_BOOKS_DIRECTORY", directory.toString())));

    assertThat(books.named("mine")).isPresent();
    assertThat(books.named("aws-lambda").orElseThrow().currency()).isEqualTo("EUR");
    assertThat(PriceBooks.stored(books.yaml()).all())
        .extracting(PriceBook::id, PriceBook::versions)
        .containsExactlyElementsOf(
            books.all().stream().map(book -> Tuple.tuple(book.id(), book.versions())).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "price: \"0.20\" | price: cheap | price must be a decimal number",
        "price: \"0.20\" | price: \"0.1234567890123\" | price must be a decimal number",
        "price: \"0.20\" | price: \"-1\" | price must be not negative",
        "unit: invocation | unit: coffee | unit must be one of",
        "per: 1000000 | per: 0 | per must be a positive whole number",
        "currency: EUR | currency: euro | currency must be a code of ISO 4217",
        "validFrom: 2026-01-01T00:00:00Z | validFrom: january | validFrom must be an instant",
        "name: Mine | title: Mine | title",
        "source: a contract | sources: x | sources",
      })
  void an_error_names_the_file_and_the_field(String right, String wrong, String message)
      throws Exception {
    Files.writeString(directory.resolve("own.yaml"), BOOK.replace(right, wrong));

    assertThatThrownBy(
            () ->
                PriceBooks.from(
                    new Settings("usage", Map.of("PRICE_BOOKS_DIRECTORY", directory.toString()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("own.yaml")
        .hasMessageContaining(message);
  }

  /** What is rounded away is the residue, to the last digit. */
  @Property
  void an_amount_and_its_residue_are_the_exact_product(
      @ForAll @BigRange(min = "-1000000000000000000000", max = "1000000000000000000000")
          BigInteger quantity,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long price,
      @ForAll @LongRange(min = 1, max = 3_686_400_000_000L) long per) {
    Amount amount = Amount.of(quantity, BigInteger.valueOf(price), BigInteger.valueOf(per));

    BigInteger rest =
        quantity
            .multiply(BigInteger.valueOf(price))
            .subtract(amount.picos().multiply(BigInteger.valueOf(per)));
    assertThat(rest).isBetween(BigInteger.ZERO, BigInteger.valueOf(per - 1));
    assertThat(amount.residue().doubleValue()).isBetween(0.0, 1.0);
  }
}
