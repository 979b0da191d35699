@NullMarked
package dev.perennial.tasks;

import org.jspecify.annotations.NullMarked;
