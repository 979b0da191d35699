/** The delivery of a notification: its recipient, its message and its state. */
@NullMarked
package dev.perennial.reminders.delivery;

import org.jspecify.annotations.NullMarked;
