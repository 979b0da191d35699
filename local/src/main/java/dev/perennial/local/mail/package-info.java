/** Where the functions' mail ends on one machine: in a list, by way of an SMTP server. */
@NullMarked
package dev.perennial.local.mail;

import org.jspecify.annotations.NullMarked;
