@NullMarked
package dev.perennial.embedded;

import org.jspecify.annotations.NullMarked;
