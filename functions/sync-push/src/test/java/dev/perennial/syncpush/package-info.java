/** The function as the broker and its clients meet it, on a real Postgres. */
@NullMarked
package dev.perennial.syncpush;

import org.jspecify.annotations.NullMarked;
