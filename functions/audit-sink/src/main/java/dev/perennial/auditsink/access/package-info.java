/** Who may read the trail, and how many may at once. */
@NullMarked
package dev.perennial.auditsink.access;

import org.jspecify.annotations.NullMarked;
