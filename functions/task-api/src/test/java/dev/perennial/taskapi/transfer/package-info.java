@NullMarked
package dev.perennial.taskapi.transfer;

import org.jspecify.annotations.NullMarked;
