package dev.perennial.usage.invoice;

import dev.perennial.usage.price.Amount;
import dev.perennial.usage.price.Price;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.PriceBooks;
import dev.perennial.usage.price.Unit;
import dev.perennial.usage.store.LineRow;
import dev.perennial.usage.store.ProofRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The invoice of a month.
 *
 * @param owner null for the invoice of everybody, from which the units that are free are taken
 * @param frozenAt null while it can change
 * @param books the price books that count for this month
 * @param rows what was used in the month, billed or not
 * @param adjustments what was used in earlier months and recorded after their invoices were frozen
 * @param proof what the instances used; empty for one owner
 */
record Invoice(
    Month month,
    @Nullable String owner,
    @Nullable Instant frozenAt,
    PriceBooks books,
    List<LineRow> rows,
    List<LineRow> adjustments,
    List<ProofRow> proof) {

  Map<String, Object> json(PriceBook book) {
    List<Line> lines = lines(rows, book);
    List<Line> late = lines(adjustments, book);
    List<Free> free = owner == null ? free(lines) : List.of();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("month", month.toString());
    json.put("owner", owner);
    json.put("frozenAt", frozenAt);
    json.put("book", book.id());
    json.put("currency", book.currency());
    json.put("lines", lines.stream().map(Line::json).toList());
    json.put("adjustments", late.stream().map(Line::json).toList());
    json.put("free", free.stream().map(Free::json).toList());
    json.put("total", total(book).text());
    json.put("books", books.all().stream().map(this::underBook).toList());
    json.put("proof", proof(book));
    return json;
  }

  /** The sum of all lines; for everybody, without what is free. */
  Amount total(PriceBook book) {
    List<Line> lines = lines(rows, book);
    Amount sum = Amount.ZERO;
    for (Line line : lines) {
      sum = sum.plus(line.amount());
    }
    for (Line line : lines(adjustments, book)) {
      sum = sum.plus(line.amount());
    }
    if (owner == null) {
      for (Free one : free(lines)) {
        sum = sum.plus(one.amount());
      }
    }
    return sum;
  }

  private static List<Line> lines(List<LineRow> rows, PriceBook book) {
    return rows.stream()
        .filter(row -> row.reason().isEmpty())
        .flatMap(row -> Line.of(row, book).stream())
        .toList();
  }

  private Map<String, Object> underBook(PriceBook book) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("book", book.id());
    json.put("name", book.name());
    json.put("currency", book.currency());
    json.put("total", total(book).text());
    json.put("source", book.source());
    json.put("date", book.date());
    return json;
  }

  /** Units that cost nothing, as a negative amount. */
  private record Free(Unit unit, BigInteger quantity, Amount amount) {

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("unit", unit.key());
      json.put("quantity", quantity.toString());
      json.put("amount", amount.text());
      return json;
    }
  }

  /**
   * What is free of each unit, at the newest price of the month. It is never more than its lines,
   * each of which is rounded down.
   */
  private static List<Free> free(List<Line> lines) {
    Map<Unit, BigInteger> used = new TreeMap<>();
    Map<Unit, BigInteger> amounts = new TreeMap<>();
    Map<Unit, Price> prices = new TreeMap<>();
    for (Line line : lines) {
      used.merge(line.price().unit(), line.quantity(), BigInteger::add);
      amounts.merge(line.price().unit(), line.amount().picos(), BigInteger::add);
      prices.put(line.price().unit(), line.price());
    }
    List<Free> all = new ArrayList<>();
    prices.forEach(
        (unit, price) -> {
          BigInteger free = used.getOrDefault(unit, BigInteger.ZERO).min(price.free());
          BigInteger most = amounts.getOrDefault(unit, BigInteger.ZERO);
          if (free.signum() > 0) {
            BigInteger picos = price.of(free).picos().min(most).negate();
            all.add(new Free(unit, free, new Amount(picos, BigDecimal.ZERO)));
          }
        });
    return all;
  }

  private Map<String, Object> proof(PriceBook book) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("records", new RecordProof(rows, proof).json());
    json.put(
        "instances", proof.isEmpty() ? null : new InstanceProof(rows, proof, book, month).json());
    json.put("roundingResidue", residue(book).toPlainString());
    return json;
  }

  private BigDecimal residue(PriceBook book) {
    return total(book).residue();
  }
}
