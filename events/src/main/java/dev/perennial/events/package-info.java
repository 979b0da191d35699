/**
 * The event contract: types, payload records and schemas of the events that Perennial publishes.
 */
@NullMarked
package dev.perennial.events;

import org.jspecify.annotations.NullMarked;
