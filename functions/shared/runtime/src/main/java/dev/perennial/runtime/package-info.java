/** What every function stands on: it starts, is told where things are, and is seen. */
@NullMarked
package dev.perennial.runtime;

import org.jspecify.annotations.NullMarked;
