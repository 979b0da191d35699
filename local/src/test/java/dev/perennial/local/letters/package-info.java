@NullMarked
package dev.perennial.local.letters;

import org.jspecify.annotations.NullMarked;
