/** Housekeeping for the tables of all functions. It depends on the runtime only. */
@NullMarked
package dev.perennial.reminderscheduler.housekeeping;

import org.jspecify.annotations.NullMarked;
