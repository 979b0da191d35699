package dev.perennial.usage.price;

import java.math.BigInteger;

/**
 * The price of a unit.
 *
 * @param price pico-units of the currency for {@code per} units
 * @param free how many units an account has without a price in a month. Perennial is one account,
 *     so it counts in the invoice of everybody together only
 */
public record Price(Unit unit, BigInteger price, BigInteger per, BigInteger free) {

  /** The price of so many units; negative for the correction of too many. */
  public Amount of(BigInteger quantity) {
    return Amount.of(quantity, price, per);
  }
}
