/** Limits how many readers use the database at a time. */
@NullMarked
package dev.perennial.syncpush.store.admission;

import org.jspecify.annotations.NullMarked;
