/** The state of a task, and the events and results that commands on it produce. Immutable. */
@NullMarked
package dev.perennial.tasks.task;

import org.jspecify.annotations.NullMarked;
