/** Starts the whole system and uses it through its gateway, topics and database. */
@NullMarked
package dev.perennial.e2e;

import org.jspecify.annotations.NullMarked;
