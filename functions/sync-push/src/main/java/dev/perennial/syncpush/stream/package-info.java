/**
 * The streams that are open on this instance: each follows its user's feed in the table, and is
 * woken when there is more.
 */
@NullMarked
package dev.perennial.syncpush.stream;

import org.jspecify.annotations.NullMarked;
