/** Stores facts, and the entries and days that are made from them, in Postgres. */
@NullMarked
package dev.perennial.taskinsights.store;

import org.jspecify.annotations.NullMarked;
