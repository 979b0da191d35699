/**
 * When a person is to be told of a task, and what becomes of it. Pure: no clock, no database, no
 * framework.
 */
@NullMarked
package dev.perennial.reminders;

import org.jspecify.annotations.NullMarked;
