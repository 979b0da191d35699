package dev.perennial.usage.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** Up to which recording the hours are rated. */
@MappedEntity(schema = "usage", value = "rating")
public record RatedRow(@Id boolean one, Instant recordedTo) {}
