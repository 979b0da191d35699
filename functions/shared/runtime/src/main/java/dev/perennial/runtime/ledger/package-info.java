/** Exactly-once processing: an event, its effect and its ledger row are one transaction. */
@NullMarked
package dev.perennial.runtime.ledger;

import org.jspecify.annotations.NullMarked;
