package dev.perennial.usage.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A month with usage.
 *
 * @param month its first day
 * @param frozenAt null while it changes
 * @param books the price books when it was frozen
 */
@MappedEntity(schema = "usage", value = "frozen_months")
public record MonthRow(@Id String month, @Nullable Instant frozenAt, @Nullable String books) {}
