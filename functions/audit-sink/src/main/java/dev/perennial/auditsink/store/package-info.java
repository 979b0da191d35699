/** The trail in Postgres, which lets it be added to and read. */
@NullMarked
package dev.perennial.auditsink.store;

import org.jspecify.annotations.NullMarked;
