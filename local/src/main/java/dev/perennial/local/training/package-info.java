/**
 * Drives a real journey through the functions so that each leaves an ahead-of-time cache behind.
 */
@NullMarked
package dev.perennial.local.training;

import org.jspecify.annotations.NullMarked;
