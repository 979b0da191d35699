package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.LocalDate;

/** A day of a person. */
@MappedEntity
record DayKeyRow(@Id String person, LocalDate day) {}
