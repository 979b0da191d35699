/** How fast the whole system is, beside the yardsticks of the same run. */
@NullMarked
package dev.perennial.e2e.bench;

import org.jspecify.annotations.NullMarked;
