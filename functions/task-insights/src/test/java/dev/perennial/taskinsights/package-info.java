/** The function over HTTP, with a real database. */
@NullMarked
package dev.perennial.taskinsights;

import org.jspecify.annotations.NullMarked;
