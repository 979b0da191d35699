package dev.perennial.events;

/**
 * A budget of a month, when a threshold of it was reached.
 *
 * @param month such as {@code 2026-11}, in UTC
 * @param threshold the percentage that was reached
 * @param monthly the budget, as a decimal number with 12 decimals
 * @param spent what was spent in the month until then, in the same form
 * @param currency a code of ISO 4217
 * @param book the price book
 */
public record BudgetSnapshot(
    String userId,
    String month,
    int threshold,
    String monthly,
    String spent,
    String currency,
    String book) {

  public BudgetSnapshot {
    Required.present("budget/userId", userId);
    Required.present("budget/month", month);
    Required.atLeastOne("budget/threshold", threshold);
    Required.present("budget/monthly", monthly);
    Required.present("budget/spent", spent);
    Required.present("budget/currency", currency);
    Required.present("budget/book", book);
  }
}
