/** Read a series and its occurrences. */
@NullMarked
package dev.perennial.taskapi.series;

import org.jspecify.annotations.NullMarked;
