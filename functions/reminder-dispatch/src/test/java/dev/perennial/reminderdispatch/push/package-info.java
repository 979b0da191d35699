@NullMarked
package dev.perennial.reminderdispatch.push;

import org.jspecify.annotations.NullMarked;
