@NullMarked
package dev.perennial.architecture.broken.local;

import org.jspecify.annotations.NullMarked;
