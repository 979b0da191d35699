/** The channel for push messages: Firebase Cloud Messaging. */
@NullMarked
package dev.perennial.reminderdispatch.push;

import org.jspecify.annotations.NullMarked;
