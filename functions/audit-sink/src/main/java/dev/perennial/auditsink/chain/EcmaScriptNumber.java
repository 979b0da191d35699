package dev.perennial.auditsink.chain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A double as ECMAScript writes it (ECMA-262, Number::toString), which RFC 8785 asks for. */
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
    var decimal = shortest(number);
    var digits = decimal.unscaledValue().toString();
    // The number is 0.digits times ten to this power.
    var point = digits.length() - decimal.scale();
    if (digits.length() <= point && point <= LAST_PLAIN_EXPONENT) {
      return digits + "0".repeat(point - digits.length());
    }
    if (0 < point && point <= LAST_PLAIN_EXPONENT) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (FIRST_PLAIN_EXPONENT < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    var exponent = point - 1;
    var fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }

  /** Java's own has two digits at least, and of those the nearest: ECMAScript prefers one. */
  private static BigDecimal shortest(double number) {
    var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      var one = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
      return one.doubleValue() == number ? one.stripTrailingZeros() : decimal;
    }
    return decimal;
  }
}
