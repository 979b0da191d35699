@NullMarked
package dev.perennial.reminders;

import org.jspecify.annotations.NullMarked;
