/** Stores responses by Idempotency-Key in Postgres, separately for each function. */
@NullMarked
package dev.perennial.api.idempotency;

import org.jspecify.annotations.NullMarked;
