/** Create, read, edit, share and delete lists. */
@NullMarked
package dev.perennial.taskapi.list;

import org.jspecify.annotations.NullMarked;
