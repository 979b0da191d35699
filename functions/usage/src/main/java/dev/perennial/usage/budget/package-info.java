/** What a person wants to spend in a month, and the report that they spent it. */
@NullMarked
package dev.perennial.usage.budget;

import org.jspecify.annotations.NullMarked;
