/** The function reminder-scheduler: its event handler, its API and its wiring. */
@NullMarked
package dev.perennial.reminderscheduler;

import org.jspecify.annotations.NullMarked;
