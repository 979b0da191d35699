/** Tests of the limits on readers. */
@NullMarked
package dev.perennial.api.memory;

import org.jspecify.annotations.NullMarked;
