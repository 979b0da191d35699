/** The answers to {@code Idempotency-Key}s, kept in Postgres by each function for itself. */
@NullMarked
package dev.perennial.runtime.idempotency;

import org.jspecify.annotations.NullMarked;
