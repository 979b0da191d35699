/** The function as the broker meets it, on a real Postgres. */
@NullMarked
package dev.perennial.oncompletedrecurrence;

import org.jspecify.annotations.NullMarked;
