/** The channel for e-mail: SMTP. */
@NullMarked
package dev.perennial.reminderdispatch.mail;

import org.jspecify.annotations.NullMarked;
