/**
 * The transactional outbox: events are stored in the transaction of their change and published
 * after its commit.
 */
@NullMarked
package dev.perennial.runtime.outbox;

import org.jspecify.annotations.NullMarked;
