/** Classes that break each rule once; the name of the class says how. */
@NullMarked
package dev.perennial.architecture.broken;

import org.jspecify.annotations.NullMarked;
