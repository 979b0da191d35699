package dev.perennial.usage.budget;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person wants to spend in a month.
 *
 * @param monthly pico-units of the currency (10^-12)
 * @param alertAt the percentages at which the person is told, ascending
 * @param hardLimit whether imports, exports and previews are refused when it is spent
 */
public record Budget(
    BigInteger monthly, String currency, List<Integer> alertAt, boolean hardLimit) {

  private static final int ALL = 100;
  private static final BigInteger HUNDRED = BigInteger.valueOf(ALL);

  /** The thresholds that this amount reaches. */
  List<Integer> reachedBy(BigInteger spent) {
    return alertAt.stream().filter(percent -> spent.compareTo(amount(percent)) >= 0).toList();
  }

  /** Whether this amount is so much that imports, exports and previews are refused. */
  boolean isLimitedBy(BigInteger spent) {
    return hardLimit && spent.compareTo(monthly) >= 0;
  }

  /** How much more may be spent until something is reached; empty if all is. */
  Optional<BigInteger> leftAfter(BigInteger spent) {
    return Stream.concat(alertAt.stream(), hardLimit ? Stream.of(ALL) : Stream.empty())
        .map(this::amount)
        .filter(amount -> amount.compareTo(spent) > 0)
        .min(BigInteger::compareTo)
        .map(amount -> amount.subtract(spent));
  }

  /** This percentage, rounded up to a whole pico-unit. */
  private BigInteger amount(int percent) {
    return monthly
        .multiply(BigInteger.valueOf(percent))
        .add(HUNDRED)
        .subtract(BigInteger.ONE)
        .divide(HUNDRED);
  }
}
