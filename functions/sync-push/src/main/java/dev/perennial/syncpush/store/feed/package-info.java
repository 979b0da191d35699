/** The feeds: the events of each user in the order of their numbers, in Postgres. */
@NullMarked
package dev.perennial.syncpush.store.feed;

import org.jspecify.annotations.NullMarked;
