/** Create, read, edit, complete, skip, reopen and delete single tasks, and list them by page. */
@NullMarked
package dev.perennial.taskapi.task;

import org.jspecify.annotations.NullMarked;
