/** Every device sees it: each event is kept in the feeds of those it concerns, and streamed. */
@NullMarked
package dev.perennial.syncpush;

import org.jspecify.annotations.NullMarked;
