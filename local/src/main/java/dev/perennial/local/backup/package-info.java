/** Backups of the data directory of a machine: {@code ./run backup} and {@code restore}. */
@NullMarked
package dev.perennial.local.backup;

import org.jspecify.annotations.NullMarked;
