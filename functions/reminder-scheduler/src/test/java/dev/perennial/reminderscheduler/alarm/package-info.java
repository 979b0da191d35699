@NullMarked
package dev.perennial.reminderscheduler.alarm;

import org.jspecify.annotations.NullMarked;
