@NullMarked
package dev.perennial.reminders.store;

import org.jspecify.annotations.NullMarked;
