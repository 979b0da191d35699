/** Stores the deliveries of notifications; shared by the scheduler and the dispatcher. */
@NullMarked
package dev.perennial.reminders.store;

import org.jspecify.annotations.NullMarked;
