/** A matcher for each kind of phrase, and what each phrase means. */
@NullMarked
package dev.perennial.taskapi.quick.phrase;

import org.jspecify.annotations.NullMarked;
