package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to append to an owner's chain.
 *
 * @param hash of the last entry, in hexadecimal; null if there is none
 * @param sealed the owner's encrypted key, in hexadecimal; null if there is none
 * @param erasedAt when the owner last requested to be erased; null if never
 */
@MappedEntity
record ChainStateRow(
    @Id String owner,
    @Nullable Long number,
    @Nullable String hash,
    @Nullable Instant receivedAt,
    @Nullable UUID keyId,
    @Nullable String sealed,
    @Nullable Instant erasedAt) {}
