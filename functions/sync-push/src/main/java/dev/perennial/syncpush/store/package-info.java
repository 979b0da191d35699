/** Feeds, tickets and the leases of open streams, in Postgres. */
@NullMarked
package dev.perennial.syncpush.store;

import org.jspecify.annotations.NullMarked;
