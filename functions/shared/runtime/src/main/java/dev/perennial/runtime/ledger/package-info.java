/** The only way in: an event and its effect are one transaction, once. */
@NullMarked
package dev.perennial.runtime.ledger;

import org.jspecify.annotations.NullMarked;
