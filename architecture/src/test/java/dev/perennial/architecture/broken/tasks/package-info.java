@NullMarked
package dev.perennial.architecture.broken.tasks;

import org.jspecify.annotations.NullMarked;
