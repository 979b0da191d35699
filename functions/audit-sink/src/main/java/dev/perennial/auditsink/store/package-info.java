/** The trail in Postgres. */
@NullMarked
package dev.perennial.auditsink.store;

import org.jspecify.annotations.NullMarked;
