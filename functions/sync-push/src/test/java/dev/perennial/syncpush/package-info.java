/** Tests of the function over HTTP, on a real Postgres. */
@NullMarked
package dev.perennial.syncpush;

import org.jspecify.annotations.NullMarked;
