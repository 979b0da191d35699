package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.LocalDate;

/** How many tasks a person completed on a day. */
@MappedEntity
record CompletedRow(@Id LocalDate day, int completed) {}
