/** Export and import of a user's profile, lists and tasks. */
@NullMarked
package dev.perennial.taskapi.transfer;

import org.jspecify.annotations.NullMarked;
