/**
 * Verifying chains: in the function, and offline by whoever trusts neither the database nor the
 * operator.
 */
@NullMarked
package dev.perennial.auditsink.verify;

import org.jspecify.annotations.NullMarked;
