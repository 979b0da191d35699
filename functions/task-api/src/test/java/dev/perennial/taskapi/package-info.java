@NullMarked
package dev.perennial.taskapi;

import org.jspecify.annotations.NullMarked;
