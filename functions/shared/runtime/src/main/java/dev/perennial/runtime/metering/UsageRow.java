package dev.perennial.runtime.metering;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** The identity of a process of a function. */
@MappedEntity(schema = "usage", value = "instances")
record UsageRow(@Id UUID instance) {}
