package dev.perennial.usage.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;

/** What is billed to an owner and was not reported yet; negative if too much was reported. */
@MappedEntity(schema = "usage", value = "reported")
public record ReportRow(@Id String owner, String function, String unit, BigDecimal quantity) {}
