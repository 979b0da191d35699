@NullMarked
package dev.perennial.tasks.store;

import org.jspecify.annotations.NullMarked;
