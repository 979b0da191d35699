@NullMarked
package dev.perennial.local.metrics;

import org.jspecify.annotations.NullMarked;
