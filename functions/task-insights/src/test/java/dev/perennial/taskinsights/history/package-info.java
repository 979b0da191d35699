/** What a history counts for. */
@NullMarked
package dev.perennial.taskinsights.history;

import org.jspecify.annotations.NullMarked;
