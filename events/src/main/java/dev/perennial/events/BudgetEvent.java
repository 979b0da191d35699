package dev.perennial.events;

import java.util.List;

/**
 * The payload of {@code budget.reached}.
 *
 * @param budget the budget and what was spent of it
 * @param audience the person whose budget it is
 */
public record BudgetEvent(BudgetSnapshot budget, List<String> audience) {

  public BudgetEvent {
    Required.present("budget", budget);
    audience = Required.list("audience", audience);
  }
}
