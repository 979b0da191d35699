/** The tokens of a typed line, and the words the grammar knows. */
@NullMarked
package dev.perennial.taskapi.quick.text;

import org.jspecify.annotations.NullMarked;
