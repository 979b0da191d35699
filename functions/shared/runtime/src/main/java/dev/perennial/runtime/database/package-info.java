/** One function's access to Postgres; wraps Micronaut Data. */
@NullMarked
package dev.perennial.runtime.database;

import org.jspecify.annotations.NullMarked;
