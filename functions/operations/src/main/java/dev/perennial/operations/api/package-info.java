/** The HTTP API of operators. */
@NullMarked
package dev.perennial.operations.api;

import org.jspecify.annotations.NullMarked;
