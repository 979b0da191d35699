/** The only way out: events are kept with the commit that makes them true, then published. */
@NullMarked
package dev.perennial.runtime.outbox;

import org.jspecify.annotations.NullMarked;
