/** Limits how much memory responses take, for any number of clients and however slow they are. */
@NullMarked
package dev.perennial.api.memory;

import org.jspecify.annotations.NullMarked;
