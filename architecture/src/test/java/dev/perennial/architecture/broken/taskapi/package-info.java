@NullMarked
package dev.perennial.architecture.broken.taskapi;

import org.jspecify.annotations.NullMarked;
