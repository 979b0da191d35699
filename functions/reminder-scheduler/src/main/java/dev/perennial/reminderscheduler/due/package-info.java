/**
 * Sends what is due: claims reminders and digests, resends notifications that no channel has
 * settled, and deletes old rows.
 */
@NullMarked
package dev.perennial.reminderscheduler.due;

import org.jspecify.annotations.NullMarked;
