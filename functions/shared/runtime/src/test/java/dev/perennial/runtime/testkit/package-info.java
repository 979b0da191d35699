/**
 * What every function's integration tests stand on: a real Postgres, migrated, and the surroundings
 * of a function.
 */
@NullMarked
package dev.perennial.runtime.testkit;

import org.jspecify.annotations.NullMarked;
