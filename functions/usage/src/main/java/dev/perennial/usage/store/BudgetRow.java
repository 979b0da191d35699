package dev.perennial.usage.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to spend in a month.
 *
 * @param monthly in 10^-12 of the currency
 * @param alertAt percentages in ascending order, such as {@code 50,80,100}
 * @param hardLimit whether imports, exports and previews are refused when it is spent
 * @param limitedUntil they are refused until then; null if they are not
 * @param accrued an estimate of what all records of the person have cost, in 10^-12 of the currency
 */
@MappedEntity(schema = "usage", value = "budgets")
public record BudgetRow(
    @Id String owner,
    BigDecimal monthly,
    String currency,
    String alertAt,
    boolean hardLimit,
    @Nullable Instant limitedUntil,
    BigDecimal accrued) {}
