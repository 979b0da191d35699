package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * From where somebody's feed goes, and how far.
 *
 * @param outlived whether what it begins with is too old
 */
@MappedEntity
record EndsRow(@Id String userId, long latest, long oldest, boolean outlived) {}
