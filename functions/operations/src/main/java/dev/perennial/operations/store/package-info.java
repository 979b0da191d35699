/** The tables of dead letters and redrives. */
@NullMarked
package dev.perennial.operations.store;

import org.jspecify.annotations.NullMarked;
