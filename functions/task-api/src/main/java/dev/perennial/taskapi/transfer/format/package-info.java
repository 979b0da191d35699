/** What every transfer format implements. Knows neither HTTP nor the database. */
@NullMarked
package dev.perennial.taskapi.transfer.format;

import org.jspecify.annotations.NullMarked;
