@NullMarked
package dev.perennial.reminderdispatch;

import org.jspecify.annotations.NullMarked;
