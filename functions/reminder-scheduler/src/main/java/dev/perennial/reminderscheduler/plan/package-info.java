/** Plans reminders and digests from the events of tasks, lists and profiles. */
@NullMarked
package dev.perennial.reminderscheduler.plan;

import org.jspecify.annotations.NullMarked;
