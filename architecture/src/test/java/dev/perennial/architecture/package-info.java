/** The architecture rules that Maven cannot check, each with a class that breaks it. */
@NullMarked
package dev.perennial.architecture;

import org.jspecify.annotations.NullMarked;
