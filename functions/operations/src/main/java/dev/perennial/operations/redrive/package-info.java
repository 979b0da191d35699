/** Sending dead letters again, step by step. */
@NullMarked
package dev.perennial.operations.redrive;

import org.jspecify.annotations.NullMarked;
