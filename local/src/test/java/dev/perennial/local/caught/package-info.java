@NullMarked
package dev.perennial.local.caught;

import org.jspecify.annotations.NullMarked;
