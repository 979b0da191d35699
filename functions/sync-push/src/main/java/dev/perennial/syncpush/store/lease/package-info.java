/** Leases of open streams, by which a user's streams are counted on all instances, in Postgres. */
@NullMarked
package dev.perennial.syncpush.store.lease;

import org.jspecify.annotations.NullMarked;
