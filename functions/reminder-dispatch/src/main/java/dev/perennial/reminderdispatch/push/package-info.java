/** Reminders as pushes to devices. */
@NullMarked
package dev.perennial.reminderdispatch.push;

import org.jspecify.annotations.NullMarked;
