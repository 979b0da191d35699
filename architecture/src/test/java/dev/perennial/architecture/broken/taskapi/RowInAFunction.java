package dev.perennial.architecture.broken.taskapi;

import io.micronaut.data.annotation.MappedEntity;

@MappedEntity
record RowInAFunction(String title) {}
