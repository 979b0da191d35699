/** What one act caused, as a page. */
@NullMarked
package dev.perennial.local.flow;

import org.jspecify.annotations.NullMarked;
