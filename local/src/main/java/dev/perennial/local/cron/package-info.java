/** Schedules in the cron syntax of Knative's PingSource. */
@NullMarked
package dev.perennial.local.cron;

import org.jspecify.annotations.NullMarked;
