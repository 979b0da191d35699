/** What happens on this machine, as metrics for Prometheus. */
@NullMarked
package dev.perennial.local.metrics;

import org.jspecify.annotations.NullMarked;
