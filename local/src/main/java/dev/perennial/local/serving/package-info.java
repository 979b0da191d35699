/**
 * Knative Serving on one machine: a function is a process that starts on a request and stops when
 * idle.
 */
@NullMarked
package dev.perennial.local.serving;

import org.jspecify.annotations.NullMarked;
