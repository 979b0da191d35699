/** A house in which every rule is broken once, by a class that says how. */
@NullMarked
package dev.perennial.architecture.broken;

import org.jspecify.annotations.NullMarked;
