package dev.perennial.api.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** The identity of a budget. */
@MappedEntity(schema = "usage", value = "budgets")
record SpendingLimitRow(@Id String owner) {}
