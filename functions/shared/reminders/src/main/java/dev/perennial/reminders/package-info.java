/** When a person is reminded of a task. Pure domain code: no clock, no database, no framework. */
@NullMarked
package dev.perennial.reminders;

import org.jspecify.annotations.NullMarked;
