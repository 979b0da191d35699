/** Maintenance of the tables of all functions. It depends on the runtime only. */
@NullMarked
package dev.perennial.reminderscheduler.maintenance;

import org.jspecify.annotations.NullMarked;
