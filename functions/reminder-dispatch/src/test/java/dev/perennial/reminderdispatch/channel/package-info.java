@NullMarked
package dev.perennial.reminderdispatch.channel;

import org.jspecify.annotations.NullMarked;
