/** Verifying chains: in the function, and offline without trust in the database or its operator. */
@NullMarked
package dev.perennial.auditsink.verify;

import org.jspecify.annotations.NullMarked;
