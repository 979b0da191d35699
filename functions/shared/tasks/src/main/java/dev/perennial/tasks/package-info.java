/**
 * The task domain: what people may do to a task, and how it comes back. Pure: no clock, no
 * database, no framework.
 */
@NullMarked
package dev.perennial.tasks;

import org.jspecify.annotations.NullMarked;
