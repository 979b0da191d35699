@NullMarked
package dev.perennial.local.push;

import org.jspecify.annotations.NullMarked;
