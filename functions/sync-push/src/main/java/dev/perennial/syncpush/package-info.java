/** Keeps a feed of events for each user and streams it to the user's devices. */
@NullMarked
package dev.perennial.syncpush;

import org.jspecify.annotations.NullMarked;
