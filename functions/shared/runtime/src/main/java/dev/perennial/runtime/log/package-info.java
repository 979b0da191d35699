/** The log of a function: JSON or text on standard output. */
@NullMarked
package dev.perennial.runtime.log;

import org.jspecify.annotations.NullMarked;
