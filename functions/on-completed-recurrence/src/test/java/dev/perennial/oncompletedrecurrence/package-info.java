/** The function over HTTP, on a real Postgres. */
@NullMarked
package dev.perennial.oncompletedrecurrence;

import org.jspecify.annotations.NullMarked;
