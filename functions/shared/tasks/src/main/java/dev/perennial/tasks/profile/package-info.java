/** The profile of a user. */
@NullMarked
package dev.perennial.tasks.profile;

import org.jspecify.annotations.NullMarked;
