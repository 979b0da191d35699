/** Starts and stops all parts of the system on this machine. */
@NullMarked
package dev.perennial.local.platform;

import org.jspecify.annotations.NullMarked;
