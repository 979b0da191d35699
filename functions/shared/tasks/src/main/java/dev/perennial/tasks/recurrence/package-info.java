/**
 * The dates that a rule gives (RFC 5545, and RFC 7529 for days that a month lacks). Dates only:
 * time and zone are put on by who asks, so summer time cannot disturb the counting.
 */
@NullMarked
package dev.perennial.tasks.recurrence;

import org.jspecify.annotations.NullMarked;
