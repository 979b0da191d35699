@NullMarked
package dev.perennial.operations.replay;

import org.jspecify.annotations.NullMarked;
