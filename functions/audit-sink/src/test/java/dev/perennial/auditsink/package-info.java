@NullMarked
package dev.perennial.auditsink;

import org.jspecify.annotations.NullMarked;
