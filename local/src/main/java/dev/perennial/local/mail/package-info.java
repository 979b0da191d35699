/** An SMTP server that captures the functions' mail. */
@NullMarked
package dev.perennial.local.mail;

import org.jspecify.annotations.NullMarked;
