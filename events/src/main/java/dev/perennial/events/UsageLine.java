package dev.perennial.events;

/**
 * A quantity that a function used.
 *
 * @param unit such as {@code invocation} or {@code cpu_us}
 * @param quantity a whole number as text, because it may have more digits than a double; negative
 *     if too much was reported before
 */
public record UsageLine(String function, String unit, String quantity) {

  public UsageLine {
    Required.present("usage/lines/function", function);
    Required.present("usage/lines/unit", unit);
    Required.present("usage/lines/quantity", quantity);
  }
}
