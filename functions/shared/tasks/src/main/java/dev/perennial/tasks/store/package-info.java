/** Where tasks, their lists and their series are kept. */
@NullMarked
package dev.perennial.tasks.store;

import org.jspecify.annotations.NullMarked;
