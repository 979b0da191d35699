@NullMarked
package dev.perennial.reminderscheduler.plan;

import org.jspecify.annotations.NullMarked;
