/**
 * The commands on a task. Each takes the current task and returns the task after it together with
 * the events to publish; nothing is changed in place.
 */
@NullMarked
package dev.perennial.tasks.edit;

import org.jspecify.annotations.NullMarked;
