package dev.perennial.usage.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;

/**
 * What a person wants to spend in a month.
 *
 * @param monthly in 10^-12 of the currency
 * @param alertAt percentages in ascending order, such as {@code 50,80,100}
 */
@MappedEntity(schema = "usage", value = "budgets")
public record BudgetRow(@Id String owner, BigDecimal monthly, String currency, String alertAt) {}
