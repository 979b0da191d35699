/**
 * The hash chain: entries, their encryption, signed checkpoints and the check of a chain. It needs
 * no database.
 */
@NullMarked
package dev.perennial.auditsink.chain;

import org.jspecify.annotations.NullMarked;
