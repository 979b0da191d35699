/**
 * The function audit-sink: stores every event once in a tamper-evident trail, and maintains the
 * trail every hour.
 */
@NullMarked
package dev.perennial.auditsink;

import org.jspecify.annotations.NullMarked;
