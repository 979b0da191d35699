/** Errors as RFC 9457 problem documents, and the one place that makes them. */
@NullMarked
package dev.perennial.api.problem;

import org.jspecify.annotations.NullMarked;
