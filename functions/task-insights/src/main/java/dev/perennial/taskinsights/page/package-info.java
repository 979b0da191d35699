/** The endpoints: the figures of a person, and making them anew. */
@NullMarked
package dev.perennial.taskinsights.page;

import org.jspecify.annotations.NullMarked;
