package dev.perennial.usage.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;

/** What the instances of a month used for something. */
@MappedEntity(schema = "usage", value = "frozen_proofs")
public record ProofRow(@Id String item, String unit, BigDecimal quantity) {}
