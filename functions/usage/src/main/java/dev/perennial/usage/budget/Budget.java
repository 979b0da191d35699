package dev.perennial.usage.budget;

import java.math.BigInteger;
import java.util.List;

/**
 * What a person wants to spend in a month.
 *
 * @param monthly pico-units of the currency (10^-12)
 * @param alertAt the percentages at which the person is told, ascending
 */
public record Budget(BigInteger monthly, String currency, List<Integer> alertAt) {

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  /** The thresholds that this amount reaches. */
  List<Integer> reachedBy(BigInteger spent) {
    return alertAt.stream()
        .filter(
            percent ->
                spent.multiply(HUNDRED).compareTo(monthly.multiply(BigInteger.valueOf(percent)))
                    >= 0)
        .toList();
  }
}
