@NullMarked
package dev.perennial.reminderscheduler;

import org.jspecify.annotations.NullMarked;
