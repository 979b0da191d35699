@NullMarked
package dev.perennial.tasks.list;

import org.jspecify.annotations.NullMarked;
