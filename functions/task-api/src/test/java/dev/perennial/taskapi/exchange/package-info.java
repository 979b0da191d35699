@NullMarked
package dev.perennial.taskapi.exchange;

import org.jspecify.annotations.NullMarked;
