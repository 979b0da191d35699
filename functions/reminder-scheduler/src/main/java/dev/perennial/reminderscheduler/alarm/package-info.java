/**
 * The one alarm that starts the scheduler: the time it is set to (in Postgres), and the PingSource
 * that fires (in the cluster's API).
 */
@NullMarked
package dev.perennial.reminderscheduler.alarm;

import org.jspecify.annotations.NullMarked;
