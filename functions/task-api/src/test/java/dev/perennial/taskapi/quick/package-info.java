@NullMarked
package dev.perennial.taskapi.quick;

import org.jspecify.annotations.NullMarked;
