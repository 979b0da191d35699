@NullMarked
package dev.perennial.operations;

import org.jspecify.annotations.NullMarked;
