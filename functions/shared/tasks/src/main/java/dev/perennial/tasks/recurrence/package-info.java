/**
 * The dates of a recurrence rule (RFC 5545, and RFC 7529 for days that a month lacks). Dates only:
 * callers add time and zone, so daylight saving time cannot affect the counting.
 */
@NullMarked
package dev.perennial.tasks.recurrence;

import org.jspecify.annotations.NullMarked;
