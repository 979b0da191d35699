/** One function's door to Postgres; the only place that knows Micronaut. */
@NullMarked
package dev.perennial.runtime.database;

import org.jspecify.annotations.NullMarked;
