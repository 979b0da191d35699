/** Tests of the whole system: journeys, guarantees and faults. */
@NullMarked
package dev.perennial.e2e;

import org.jspecify.annotations.NullMarked;
