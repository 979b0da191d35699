/**
 * Knative Serving on one machine: functions are processes that start on a request and stop when
 * idle.
 */
@NullMarked
package dev.perennial.local.serving;

import org.jspecify.annotations.NullMarked;
