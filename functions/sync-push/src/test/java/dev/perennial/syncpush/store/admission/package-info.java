/** Tests of the limits on readers. */
@NullMarked
package dev.perennial.syncpush.store.admission;

import org.jspecify.annotations.NullMarked;
