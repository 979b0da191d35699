/** Measures the whole system, and baselines in the same run. */
@NullMarked
package dev.perennial.e2e.bench;

import org.jspecify.annotations.NullMarked;
