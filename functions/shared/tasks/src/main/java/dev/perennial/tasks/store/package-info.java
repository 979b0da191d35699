/** Stores tasks and lists in Postgres, with their events in the outbox. */
@NullMarked
package dev.perennial.tasks.store;

import org.jspecify.annotations.NullMarked;
