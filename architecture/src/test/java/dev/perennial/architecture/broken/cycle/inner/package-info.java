@NullMarked
package dev.perennial.architecture.broken.cycle.inner;

import org.jspecify.annotations.NullMarked;
