/** Responses by Idempotency-Key, stored in Postgres by each function for itself. */
@NullMarked
package dev.perennial.api.idempotency;

import org.jspecify.annotations.NullMarked;
