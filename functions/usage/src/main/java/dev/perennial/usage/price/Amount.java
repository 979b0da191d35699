package dev.perennial.usage.price;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact amount of money.
 *
 * @param picos whole pico-units of the currency (10^-12), rounded down
 * @param residue what rounding took away, in pico-units: from 0 to less than 1 for each price
 */
public record Amount(BigInteger picos, BigDecimal residue) {

  private static final int DECIMALS = 12;

  /** Decimals of a residue, which is only shown. */
  private static final int RESIDUE_DECIMALS = 6;

  public static final Amount ZERO = new Amount(BigInteger.ZERO, BigDecimal.ZERO);

  /** Returns {@code quantity * picosPerUnits / units}; both last ones are positive. */
  static Amount of(BigInteger quantity, BigInteger picosPerUnits, BigInteger units) {
    BigInteger exact = quantity.multiply(picosPerUnits);
    BigInteger rest = exact.mod(units);
    return new Amount(
        exact.subtract(rest).divide(units),
        new BigDecimal(rest)
            .divide(new BigDecimal(units), RESIDUE_DECIMALS, RoundingMode.HALF_EVEN));
  }

  public Amount plus(Amount other) {
    return new Amount(picos.add(other.picos), residue.add(other.residue));
  }

  /** Units of the currency with 12 decimals, such as {@code 0.000000417000}. */
  public String text() {
    return text(picos);
  }

  /** As {@link #text()}, of pico-units. */
  public static String text(BigInteger picos) {
    return new BigDecimal(picos, DECIMALS).toPlainString();
  }

  /**
   * Returns the pico-units of a decimal number.
   *
   * @throws ArithmeticException if it has more than 12 decimals
   * @throws NumberFormatException if it is no number
   */
  public static BigInteger parse(String decimal) {
    return new BigDecimal(decimal).movePointRight(DECIMALS).toBigIntegerExact();
  }
}
