/**
 * The task domain. It is pure and uses no clock, no database and no framework; only {@code store}
 * uses Postgres. This package holds what all parts share. The parts are {@code recurrence} (the
 * dates of a rule), {@code series} (the occurrences of a recurring task), {@code task} (the state
 * of a task), {@code edit} (the commands on a task), {@code list}, {@code profile} and {@code
 * store}.
 */
@NullMarked
package dev.perennial.tasks;

import org.jspecify.annotations.NullMarked;
