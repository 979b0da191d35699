/** Limits how many readers use the database, and how much memory their answers take. */
@NullMarked
package dev.perennial.syncpush.store.admission;

import org.jspecify.annotations.NullMarked;
