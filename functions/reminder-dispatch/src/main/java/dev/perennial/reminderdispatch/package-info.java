/** The function reminder-dispatch: delivers each due notification once by each channel. */
@NullMarked
package dev.perennial.reminderdispatch;

import org.jspecify.annotations.NullMarked;
