/** The command line of operators, over the HTTP API: {@code ./run letters} and {@code redrive}. */
@NullMarked
package dev.perennial.local.letters;

import org.jspecify.annotations.NullMarked;
