/** The statements of this function. */
@NullMarked
package dev.perennial.usage.store;

import org.jspecify.annotations.NullMarked;
