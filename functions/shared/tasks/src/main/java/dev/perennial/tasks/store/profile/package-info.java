/** Stores profiles in Postgres, with their events in the outbox, and erases users. */
@NullMarked
package dev.perennial.tasks.store.profile;

import org.jspecify.annotations.NullMarked;
