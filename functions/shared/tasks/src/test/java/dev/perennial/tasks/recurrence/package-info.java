@NullMarked
package dev.perennial.tasks.recurrence;

import org.jspecify.annotations.NullMarked;
