/** JSON Lines: one object a line. Knows neither HTTP nor the database. */
@NullMarked
package dev.perennial.taskapi.transfer.json;

import org.jspecify.annotations.NullMarked;
