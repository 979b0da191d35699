/** Errors as RFC 9457 problem documents. */
@NullMarked
package dev.perennial.api.problem;

import org.jspecify.annotations.NullMarked;
