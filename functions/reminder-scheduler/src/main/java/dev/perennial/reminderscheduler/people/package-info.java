/**
 * What people see and change themselves: their reminders, their devices and their mail
 * subscriptions.
 */
@NullMarked
package dev.perennial.reminderscheduler.people;

import org.jspecify.annotations.NullMarked;
