/** Stores the invitations of users to lists, with their events in the outbox. */
@NullMarked
package dev.perennial.tasks.store.invitation;

import org.jspecify.annotations.NullMarked;
