/**
 * Series and their occurrences: which occurrence follows which, in the time zone of the series or
 * of the user, and the preview of a rule.
 */
@NullMarked
package dev.perennial.tasks.series;

import org.jspecify.annotations.NullMarked;
