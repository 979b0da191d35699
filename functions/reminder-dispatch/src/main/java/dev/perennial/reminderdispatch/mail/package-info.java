/** Reminders as mails. */
@NullMarked
package dev.perennial.reminderdispatch.mail;

import org.jspecify.annotations.NullMarked;
