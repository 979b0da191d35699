package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an owner's next entry needs to know.
 *
 * @param hash of the last entry, in hexadecimal; null if there is none
 * @param sealed the owner's key, in hexadecimal; null if there is none
 * @param erasedAt when the owner asked to be forgotten
 */
@MappedEntity
record StandingRow(
    @Id String owner,
    @Nullable Long number,
    @Nullable String hash,
    @Nullable Instant receivedAt,
    @Nullable UUID keyId,
    @Nullable String sealed,
    @Nullable Instant erasedAt) {}
