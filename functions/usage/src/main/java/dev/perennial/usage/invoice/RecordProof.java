package dev.perennial.usage.invoice;

import dev.perennial.usage.price.Unit;
import dev.perennial.usage.store.LineRow;
import dev.perennial.usage.store.ProofRow;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the number of records with what became of them. For everybody the records were counted
 * by themselves; for one owner only the sums are there.
 */
record RecordProof(List<LineRow> rows, List<ProofRow> proof) {

  Map<String, Object> json() {
    Map<String, BigInteger> reasons = new TreeMap<>();
    for (LineRow row : rows) {
      if (row.unit().equals(Unit.INVOCATION.key())) {
        reasons.merge(row.reason(), row.quantity().toBigIntegerExact(), BigInteger::add);
      }
    }
    BigInteger sum = reasons.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger counted = proof.isEmpty() ? sum : InstanceProof.quantity(proof, "records", "count");
    BigInteger billed = reasons.getOrDefault("", BigInteger.ZERO);
    reasons.remove("");
    Map<String, String> notBilled = new LinkedHashMap<>();
    reasons.forEach((reason, number) -> notBilled.put(reason, number.toString()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("in", counted.toString());
    json.put("billed", billed.toString());
    json.put("notBilled", notBilled);
    json.put("unexplained", counted.subtract(sum).toString());
    return json;
  }
}
