/**
 * What the function and its channels have in common: how a message is sent, within which time, and
 * with what result.
 */
@NullMarked
package dev.perennial.reminderdispatch.channel;

import org.jspecify.annotations.NullMarked;
