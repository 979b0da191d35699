package dev.perennial.usage.invoice;

import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.Unit;
import dev.perennial.usage.store.LineRow;
import dev.perennial.usage.store.ProofRow;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what the instances that started in the month used in their whole life, which they count
 * themselves, with the parts of it: owners + overhead + idle + start-up + unmetered.
 */
record InstanceProof(List<LineRow> rows, List<ProofRow> proof, PriceBook book, Month month) {

  /** The units that both the instances and the records count. */
  private static final List<Unit> UNITS = List.of(Unit.MIB_US, Unit.CPU_US);

  static BigInteger quantity(List<ProofRow> proof, String item, String unit) {
    return proof.stream()
        .filter(row -> row.item().equals(item) && row.unit().equals(unit))
        .map(row -> row.quantity().toBigIntegerExact())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", quantity(proof, "instances", "count").toString());
    json.put("missingRecords", quantity(proof, "missing", "count").toString());
    List<Map<String, Object>> units = new ArrayList<>();
    UNITS.forEach(unit -> units.add(parts(unit)));
    json.put("units", units);
    return json;
  }

  private Map<String, Object> parts(Unit unit) {
    BigInteger owners = rated(unit, true);
    BigInteger overhead = rated(unit, false);
    BigInteger elsewhere = of("otherMonths", unit).subtract(of("otherInstances", unit));
    BigInteger explained =
        List.of(
                owners,
                overhead,
                elsewhere,
                of("idle", unit),
                of("startup", unit),
                of("unmetered", unit))
            .stream()
            .reduce(BigInteger.ZERO, BigInteger::add);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unit", unit.key());
    json.put("lifetimes", part(of("life", unit), unit));
    json.put("owners", part(owners, unit));
    json.put("overhead", part(overhead, unit));
    json.put("idle", part(of("idle", unit), unit));
    json.put("startup", part(of("startup", unit), unit));
    json.put("unmetered", part(of("unmetered", unit), unit));
    json.put("otherMonths", part(elsewhere, unit));
    json.put("unexplained", of("life", unit).subtract(explained).toString());
    return json;
  }

  private BigInteger rated(Unit unit, boolean isBilled) {
    return rows.stream()
        .filter(row -> row.unit().equals(unit.key()) && row.reason().isEmpty() == isBilled)
        .map(row -> row.quantity().toBigIntegerExact())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private BigInteger of(String item, Unit unit) {
    return quantity(proof, item, unit.key());
  }

  private Map<String, Object> part(BigInteger quantity, Unit unit) {
    Instant start = month.month().atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    // The rates of an own cluster, which has a price for every part of an instance's life.
    var price = book.at(start).prices().get(unit);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("quantity", quantity.toString());
    json.put("amount", price == null ? null : price.of(quantity).text());
    return json;
  }
}
