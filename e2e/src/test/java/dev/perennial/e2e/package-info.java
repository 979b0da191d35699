/** Journeys, guarantees and faults, on the whole system. */
@NullMarked
package dev.perennial.e2e;

import org.jspecify.annotations.NullMarked;
