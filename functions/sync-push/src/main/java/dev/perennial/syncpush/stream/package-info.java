/** The open streams of this instance: each sends its user's feed as server-sent events. */
@NullMarked
package dev.perennial.syncpush.stream;

import org.jspecify.annotations.NullMarked;
