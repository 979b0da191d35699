@NullMarked
package dev.perennial.reminderscheduler.due;

import org.jspecify.annotations.NullMarked;
