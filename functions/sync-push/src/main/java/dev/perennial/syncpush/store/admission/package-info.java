/** Limits how many readers use the database at a time, and how much memory their responses take. */
@NullMarked
package dev.perennial.syncpush.store.admission;

import org.jspecify.annotations.NullMarked;
