/** Tickets: short-lived credentials that open one stream, in Postgres. */
@NullMarked
package dev.perennial.syncpush.store.ticket;

import org.jspecify.annotations.NullMarked;
