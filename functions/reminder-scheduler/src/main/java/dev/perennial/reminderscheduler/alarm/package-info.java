/**
 * The one alarm that wakes the scheduler: what it is set to (Postgres), and the PingSource that
 * fires (the cluster's API).
 */
@NullMarked
package dev.perennial.reminderscheduler.alarm;

import org.jspecify.annotations.NullMarked;
