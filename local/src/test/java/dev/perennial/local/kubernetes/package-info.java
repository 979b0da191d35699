@NullMarked
package dev.perennial.local.kubernetes;

import org.jspecify.annotations.NullMarked;
