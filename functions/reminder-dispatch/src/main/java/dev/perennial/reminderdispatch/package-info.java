/** A reminder that is due reaches the person: by mail, by push, once. */
@NullMarked
package dev.perennial.reminderdispatch;

import org.jspecify.annotations.NullMarked;
