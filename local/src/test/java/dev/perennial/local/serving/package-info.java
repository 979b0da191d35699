@NullMarked
package dev.perennial.local.serving;

import org.jspecify.annotations.NullMarked;
