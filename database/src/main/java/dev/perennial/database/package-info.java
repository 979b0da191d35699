/** The one migration history of Perennial's Postgres. */
@NullMarked
package dev.perennial.database;

import org.jspecify.annotations.NullMarked;
