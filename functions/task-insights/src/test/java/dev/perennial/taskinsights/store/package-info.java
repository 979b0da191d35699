/** The statements on a large history. */
@NullMarked
package dev.perennial.taskinsights.store;

import org.jspecify.annotations.NullMarked;
