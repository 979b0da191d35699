package dev.perennial.usage.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A sum of one group and one unit.
 *
 * @param key the name of the group; for periods the epoch second of their start
 * @param since the prices of this instant count
 */
@MappedEntity(schema = "usage", value = "hours")
public record UsageRow(@Id String key, Instant since, String unit, BigDecimal quantity) {}
