package dev.perennial.usage.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A quantity of a month.
 *
 * @param ofMonth the first day of the month in which it was used, as {@code 2026-11-01}
 * @param reason why it is not billed; empty if it is
 * @param since the prices of this instant count
 */
@MappedEntity(schema = "usage", value = "frozen_lines")
public record LineRow(
    @Id String ofMonth,
    String function,
    String reason,
    Instant since,
    String unit,
    BigDecimal quantity) {}
