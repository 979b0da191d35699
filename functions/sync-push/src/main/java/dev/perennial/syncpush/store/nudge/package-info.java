/** Notifications between instances that feeds have new entries, through Postgres. */
@NullMarked
package dev.perennial.syncpush.store.nudge;

import org.jspecify.annotations.NullMarked;
