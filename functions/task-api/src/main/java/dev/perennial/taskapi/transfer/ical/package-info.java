/** iCalendar (RFC 5545): reader and writer. Knows neither HTTP nor the database. */
@NullMarked
package dev.perennial.taskapi.transfer.ical;

import org.jspecify.annotations.NullMarked;
