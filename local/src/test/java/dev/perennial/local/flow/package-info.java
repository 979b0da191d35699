@NullMarked
package dev.perennial.local.flow;

import org.jspecify.annotations.NullMarked;
