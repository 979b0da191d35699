@NullMarked
package dev.perennial.usage;

import org.jspecify.annotations.NullMarked;
