package dev.perennial.smalljob;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** What an event leads to. */
@MappedEntity(schema = "bench", value = "effects")
record EffectRow(@Id UUID id, String data) {}
