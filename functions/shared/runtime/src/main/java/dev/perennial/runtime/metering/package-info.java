/** What each invocation of a function costs, recorded once: bill, trace and flow. */
@NullMarked
package dev.perennial.runtime.metering;

import org.jspecify.annotations.NullMarked;
