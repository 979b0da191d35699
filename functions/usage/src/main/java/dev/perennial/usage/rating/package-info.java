/** Adds up what was recorded, hour by hour. */
@NullMarked
package dev.perennial.usage.rating;

import org.jspecify.annotations.NullMarked;
