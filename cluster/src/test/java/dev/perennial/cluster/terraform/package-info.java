/**
 * Runs terraform/ against providers that only pretend: they have the schemas of the real ones and
 * speak their protocol, and create nothing.
 */
@NullMarked
package dev.perennial.cluster.terraform;

import org.jspecify.annotations.NullMarked;
