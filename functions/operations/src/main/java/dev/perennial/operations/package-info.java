/** Repairs what failed: dead letters, and sending them again. */
@NullMarked
package dev.perennial.operations;

import org.jspecify.annotations.NullMarked;
