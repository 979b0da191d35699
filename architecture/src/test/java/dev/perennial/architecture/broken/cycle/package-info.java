@NullMarked
package dev.perennial.architecture.broken.cycle;

import org.jspecify.annotations.NullMarked;
