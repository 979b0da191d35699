/** Every event, once, on a record that can be trusted, and who may read it. */
@NullMarked
package dev.perennial.auditsink;

import org.jspecify.annotations.NullMarked;
