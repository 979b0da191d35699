/** Where reminders, and what was told of tasks and people, are kept. */
@NullMarked
package dev.perennial.reminders.store;

import org.jspecify.annotations.NullMarked;
