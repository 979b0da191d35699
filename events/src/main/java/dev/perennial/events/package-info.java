/** The contract: what Perennial publishes, in types, records and schemas. */
@NullMarked
package dev.perennial.events;

import org.jspecify.annotations.NullMarked;
