/** Schedules in the cron notation that Knative's PingSource reads. */
@NullMarked
package dev.perennial.local.cron;

import org.jspecify.annotations.NullMarked;
