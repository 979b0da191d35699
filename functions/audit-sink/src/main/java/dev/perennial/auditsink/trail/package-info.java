/** Reading the trail: pages, exports and the history of a task. */
@NullMarked
package dev.perennial.auditsink.trail;

import org.jspecify.annotations.NullMarked;
