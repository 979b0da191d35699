package dev.perennial.usage.invoice;

import dev.perennial.usage.price.Amount;
import dev.perennial.usage.price.Price;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.Unit;
import dev.perennial.usage.store.LineRow;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A line of an invoice: a quantity, its price and the amount. */
record Line(
    String ofMonth, String function, BigInteger quantity, Price price, int version, Amount amount) {

  /** Returns the line of this quantity; empty if the book has no price for its unit. */
  static Optional<Line> of(LineRow row, PriceBook book) {
    PriceBook.Version version = book.at(row.since());
    BigInteger quantity = row.quantity().toBigIntegerExact();
    return Unit.of(row.unit())
        .map(unit -> version.prices().get(unit))
        .map(
            price ->
                new Line(
                    row.ofMonth().substring(0, "2026-11".length()),
                    row.function(),
                    quantity,
                    price,
                    version.version(),
                    price.of(quantity)));
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ofMonth", ofMonth);
    json.put("function", function);
    json.put("unit", price.unit().key());
    json.put("quantity", quantity.toString());
    json.put("price", Amount.text(price.price()));
    json.put("per", price.per().toString());
    json.put("version", version);
    json.put("amount", amount.text());
    return json;
  }
}
