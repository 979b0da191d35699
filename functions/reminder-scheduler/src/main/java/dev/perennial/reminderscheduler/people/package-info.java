/** What users see and change themselves: reminders, devices and mail subscriptions. */
@NullMarked
package dev.perennial.reminderscheduler.people;

import org.jspecify.annotations.NullMarked;
