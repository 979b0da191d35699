package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a letter that was sent again.
 *
 * @param state of the ledger; EXPIRED if there is no outcome for too long
 * @param isNew whether the event was processed because it was sent again
 */
@MappedEntity(schema = "operations", value = "redrive_letters")
record OutcomeRow(
    @Id UUID letter,
    String state,
    int generation,
    boolean isNew,
    @Nullable String reason,
    @Nullable Integer attempts) {}
