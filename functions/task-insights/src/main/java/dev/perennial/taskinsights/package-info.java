/** Counts what people create, complete and miss, from the events of their tasks. */
@NullMarked
package dev.perennial.taskinsights;

import org.jspecify.annotations.NullMarked;
