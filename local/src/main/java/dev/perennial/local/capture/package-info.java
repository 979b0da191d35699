/**
 * Common parts of the capture servers for mail and pushes: a bounded history and injected failures.
 */
@NullMarked
package dev.perennial.local.capture;

import org.jspecify.annotations.NullMarked;
