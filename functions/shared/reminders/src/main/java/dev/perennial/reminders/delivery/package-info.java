/** How a person is told: who, what, whether it still stands, and what became of it. */
@NullMarked
package dev.perennial.reminders.delivery;

import org.jspecify.annotations.NullMarked;
