/**
 * The task domain. Pure: no clock, no database, no framework; only {@code store} knows Postgres.
 * This package holds what all parts share; the parts are {@code recurrence} (the dates of a rule),
 * {@code series} (the occurrences of a recurring task), {@code task} (the state of a task), {@code
 * edit} (the commands on a task), {@code list}, {@code profile} and {@code store}.
 */
@NullMarked
package dev.perennial.tasks;

import org.jspecify.annotations.NullMarked;
