/** The function usage: rates recorded invocations, and shows what they cost. */
@NullMarked
package dev.perennial.usage;

import org.jspecify.annotations.NullMarked;
