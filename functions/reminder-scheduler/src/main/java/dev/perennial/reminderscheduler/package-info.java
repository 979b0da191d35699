/**
 * Keeps people's reminders by what happens to tasks, and hands them on when their time has come.
 */
@NullMarked
package dev.perennial.reminderscheduler;

import org.jspecify.annotations.NullMarked;
