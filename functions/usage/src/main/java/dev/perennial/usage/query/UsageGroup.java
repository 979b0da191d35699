package dev.perennial.usage.query;

import dev.perennial.usage.price.Amount;
import dev.perennial.usage.price.Price;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.Unit;
import dev.perennial.usage.store.UsageRow;
import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sums of one group, and what they cost. */
record UsageGroup(String key, Map<Unit, BigInteger> quantities, Amount cost) {

  /** The groups of these rows, which are in the order of their keys. */
  static List<UsageGroup> of(List<UsageRow> rows, Grouping grouping, PriceBook book) {
    Map<String, UsageGroup> groups = new LinkedHashMap<>();
    for (UsageRow row : rows) {
      groups.merge(row.key(), of(row, grouping, book), UsageGroup::plus);
    }
    return List.copyOf(groups.values());
  }

  private static UsageGroup of(UsageRow row, Grouping grouping, PriceBook book) {
    Unit unit = Unit.of(row.unit()).orElseThrow();
    BigInteger quantity = row.quantity().toBigIntegerExact();
    Price price = book.at(row.since()).prices().get(unit);
    String key =
        grouping.isPeriod()
            ? Instant.ofEpochSecond(Long.parseLong(row.key())).toString()
            : row.key();
    Map<Unit, BigInteger> quantities = new EnumMap<>(Map.of(unit, quantity));
    return new UsageGroup(key, quantities, price == null ? Amount.ZERO : price.of(quantity));
  }

  private UsageGroup plus(UsageGroup other) {
    Map<Unit, BigInteger> sums = new EnumMap<>(quantities);
    other.quantities.forEach((unit, quantity) -> sums.merge(unit, quantity, BigInteger::add));
    return new UsageGroup(key, sums, cost.plus(other.cost));
  }

  BigInteger quantity(Unit unit) {
    return quantities.getOrDefault(unit, BigInteger.ZERO);
  }

  /** As JSON. Numbers are texts, because they may have more digits than a double. */
  Map<String, Object> json() {
    Map<String, String> amounts = new LinkedHashMap<>();
    quantities.forEach((unit, quantity) -> amounts.put(unit.key(), quantity.toString()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key);
    json.put("quantities", amounts);
    json.put("cost", cost.text());
    return json;
  }
}
