/** Read and edit the user's profile, and erase the user. */
@NullMarked
package dev.perennial.taskapi.profile;

import org.jspecify.annotations.NullMarked;
