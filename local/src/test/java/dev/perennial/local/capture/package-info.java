@NullMarked
package dev.perennial.local.capture;

import org.jspecify.annotations.NullMarked;
