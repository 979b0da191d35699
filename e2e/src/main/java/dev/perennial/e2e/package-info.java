/** The whole system through its front door: what starts it, who uses it, and how fast it is. */
@NullMarked
package dev.perennial.e2e;

import org.jspecify.annotations.NullMarked;
