/** Creates the ahead-of-time caches of the functions by sending them real requests. */
@NullMarked
package dev.perennial.local.training;

import org.jspecify.annotations.NullMarked;
