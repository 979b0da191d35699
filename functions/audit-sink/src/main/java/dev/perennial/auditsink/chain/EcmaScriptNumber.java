package dev.perennial.auditsink.chain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Formats a double as ECMAScript does (ECMA-262, Number::toString), which RFC 8785 requires. */
final class EcmaScriptNumber {

  private static final int LAST_PLAIN_EXPONENT = 21;
  private static final int FIRST_PLAIN_EXPONENT = -6;

  private EcmaScriptNumber() {}

  static String of(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("JSON has no number " + number);
    }
    if (number == 0) {
      return "0";
    }
    return number < 0 ? "-" + positive(-number) : positive(number);
  }

  private static String positive(double number) {
    BigDecimal decimal = shortest(number);
    String digits = decimal.unscaledValue().toString();
    // The number is 0.digits times ten to the power of point.
    int point = digits.length() - decimal.scale();
    if (digits.length() <= point && point <= LAST_PLAIN_EXPONENT) {
      return digits + "0".repeat(point - digits.length());
    }
    if (0 < point && point <= LAST_PLAIN_EXPONENT) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (FIRST_PLAIN_EXPONENT < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    int exponent = point - 1;
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }

  /**
   * The shortest digits that identify the number. Java always prints two digits, ECMAScript one if
   * it is enough.
   */
  private static BigDecimal shortest(double number) {
    BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      BigDecimal one = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
      return one.doubleValue() == number ? one.stripTrailingZeros() : decimal;
    }
    return decimal;
  }
}
