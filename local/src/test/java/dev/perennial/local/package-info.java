@NullMarked
package dev.perennial.local;

import org.jspecify.annotations.NullMarked;
